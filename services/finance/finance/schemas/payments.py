"""Payments: requests and responses."""

from marshmallow import Schema, fields

from finance.schemas.repayments import Repayment
from lendkit.contracts.fields import Day, Money, Text


class NewPayment(Schema):
    amount = Money(required=True)
    received_on = Day(required=True)
    reference = Text(140, shortest=1, required=True)


class NewRefund(Schema):
    """Leave out `amount` to refund the whole overpayment."""

    amount = Money()
    paid_on = Day(required=True)
    reference = Text(140, shortest=1, required=True)


class Allocation(Schema):
    default_interest = Money(required=True)
    penalties = Money(required=True, metadata={"description": "`default_interest` under its old name."})
    fees = Money(required=True)
    interest = Money(required=True)
    principal = Money(required=True)
    overpaid = Money(required=True)


class Share(Schema):
    """`part`: penalties (default interest), fees, interest, principal or overpaid."""

    part = fields.String(required=True)
    amount = Money(required=True)
    number = fields.Integer()
    fee_id = fields.UUID()


class Payment(Schema):
    id = fields.UUID(required=True)
    version = fields.Integer(required=True)
    application_id = fields.UUID(required=True)
    loan_id = fields.UUID(required=True)
    instalment_id = fields.UUID(allow_none=True)
    kind = fields.String(required=True)
    amount = Money(required=True)
    received_on = fields.Date(required=True)
    reference = fields.String(required=True)
    allocation = fields.Nested(Allocation, required=True)
    allocation_order = fields.List(fields.String(), required=True)
    shares = fields.List(fields.Nested(Share), required=True)
    status = fields.String(required=True)
    reason = fields.String(allow_none=True)
    created_at = fields.AwareDateTime(required=True)
    repayment = fields.Nested(Repayment, allow_none=True)
