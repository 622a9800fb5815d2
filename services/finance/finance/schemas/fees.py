"""Fees: requests and responses."""

from marshmallow import Schema, fields

from lendkit.contracts import choices
from lendkit.contracts.fields import Choice, Day, Money, Text
from lendkit.contracts.finance import FEE_STATUSES
from lendkit.contracts.shapes import FeeShape
from lendkit.web.pages import PageArgs


class NewFee(FeeShape):
    application_id = fields.UUID(required=True)


class FeePayment(Schema):
    paid_on = Day(required=True)
    reference = Text(140, shortest=1, required=True)


class Reason(Schema):
    reason = Text(500, shortest=3, lines=True, required=True)


class FeeFilter(PageArgs):
    application_id = fields.UUID()
    status = Choice(*FEE_STATUSES)
    type = Choice(*choices.FEE_TYPES)


class Invoice(Schema):
    document_id = fields.UUID(required=True)
    name = fields.String(required=True)
    version = fields.Integer(required=True)


class Fee(Schema):
    id = fields.UUID(required=True)
    version = fields.Integer(required=True)
    application_id = fields.UUID(required=True)
    type = fields.String(required=True)
    amount = Money(required=True)
    gst = Money(required=True)
    paid = Money(required=True)
    status = fields.String(required=True)
    due_date = fields.Date(allow_none=True)
    paid_on = fields.Date(allow_none=True)
    reference = fields.String(allow_none=True)
    reason = fields.String(allow_none=True)
    created_at = fields.AwareDateTime(required=True)
    invoice = fields.Nested(Invoice, allow_none=True)


class FeePage(Schema):
    items = fields.List(fields.Nested(Fee), required=True)
    next = fields.String(allow_none=True, required=True)
    total = fields.Integer(allow_none=True, required=True)
