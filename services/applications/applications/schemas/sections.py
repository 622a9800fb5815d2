"""The sections of an application that finance and documents own, as their events publish them."""

from marshmallow import Schema, fields

from lendkit.contracts import documents, finance


class Invoice(Schema):
    document_id = fields.UUID(required=True)
    name = fields.String(required=True)
    version = fields.Integer(required=True)


class Fee(finance.FeeState):
    """`version` is 0 until finance has charged the fee."""

    gst = fields.String()
    invoice = fields.Nested(Invoice, allow_none=True)


class Instalment(finance.InstalmentState):
    invoice = fields.Nested(Invoice, allow_none=True)


class Journal(finance.JournalState):
    pass


class Payment(finance.PaymentState):
    pass


class Loan(finance.LoanState):
    pass


class Funding(finance.FundingState):
    pass


class Document(documents.DocumentState):
    pass
