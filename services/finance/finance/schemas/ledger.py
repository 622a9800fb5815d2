"""The ledger: journals and the trial balance."""

from marshmallow import Schema, fields

from lendkit.contracts.fields import Day, Money, Text
from lendkit.web.pages import PageArgs


class LedgerFilter(PageArgs):
    application_id = fields.UUID()
    loan_id = fields.UUID()
    fee_id = fields.UUID()
    payment_id = fields.UUID()
    type = Text(40)
    booked_from = Day()
    booked_to = Day()


class Posting(Schema):
    account = fields.String(required=True)
    debit = Money(required=True)
    credit = Money(required=True)


class Journal(Schema):
    """`hash` covers the journal and the hash of the one before it on its application."""

    id = fields.UUID(required=True)
    application_id = fields.UUID(required=True)
    loan_id = fields.UUID(allow_none=True)
    type = fields.String(required=True)
    amount = Money(required=True)
    effective_on = fields.Date(required=True)
    booked_at = fields.AwareDateTime(required=True)
    booked_on = fields.Date(required=True)
    fee_id = fields.UUID(allow_none=True)
    repayment_id = fields.UUID(allow_none=True)
    payment_id = fields.UUID(allow_none=True)
    reverses_id = fields.UUID(allow_none=True)
    reversed_by_id = fields.UUID(allow_none=True)
    reason = fields.String(allow_none=True)
    hash = fields.String(required=True)
    previous_hash = fields.String(allow_none=True)
    postings = fields.List(fields.Nested(Posting), required=True)


class JournalPage(Schema):
    items = fields.List(fields.Nested(Journal), required=True)
    next = fields.String(allow_none=True, required=True)
    total = fields.Integer(allow_none=True, required=True)


class BalanceFilter(Schema):
    on = Day()
    application_id = fields.UUID()


class AccountBalance(Schema):
    code = fields.String(required=True)
    debit = Money(required=True)
    credit = Money(required=True)


class Sides(Schema):
    debit = Money(required=True)
    credit = Money(required=True)


class TrialBalance(Schema):
    on = fields.Date(required=True)
    accounts = fields.List(fields.Nested(AccountBalance), required=True)
    totals = fields.Nested(Sides, required=True)
