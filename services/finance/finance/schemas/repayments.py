"""Repayments, the instalments of a loan: requests and responses."""

from marshmallow import Schema, fields

from finance.schemas.fees import Invoice
from lendkit.contracts.fields import Choice, Day, Money, Text
from lendkit.contracts.finance import INSTALMENT_STATUSES
from lendkit.web.pages import PageArgs


class RepaymentPayment(Schema):
    """Leave out `amount` to pay the full instalment."""

    received_on = Day(required=True)
    reference = Text(140, shortest=1, required=True)
    amount = Money()


class RepaymentFilter(PageArgs):
    application_id = fields.UUID()
    loan_id = fields.UUID()
    status = Choice(*INSTALMENT_STATUSES)
    due_from = Day()
    due_to = Day()


class Repayment(Schema):
    id = fields.UUID(required=True)
    version = fields.Integer(required=True)
    application_id = fields.UUID(required=True)
    loan_id = fields.UUID(required=True)
    schedule_id = fields.UUID(required=True)
    number = fields.Integer(required=True)
    due_date = fields.Date(required=True)
    principal = Money(required=True)
    interest = Money(required=True)
    fees = Money(required=True)
    amount = Money(required=True)
    balance = Money(required=True)
    outstanding = Money(required=True)
    status = fields.String(required=True)
    paid_on = fields.Date(allow_none=True)
    invoice = fields.Nested(Invoice, allow_none=True)


class RepaymentPage(Schema):
    items = fields.List(fields.Nested(Repayment), required=True)
    next = fields.String(allow_none=True, required=True)
    total = fields.Integer(allow_none=True, required=True)
