"""Funding tables: requests and responses."""

from typing import Any

from marshmallow import Schema, ValidationError, fields, validates_schema

from finance.domain.schedule.terms import DAY_COUNTS
from lendkit.contracts import choices
from lendkit.contracts.fields import Choice, Day, Flag, Many, Money, Rate, Whole
from lendkit.web.pages import PageArgs

MOST_MONTHS = 360


class FundingFeeShape(Schema):
    """`amount` includes GST. `gst` says whether there is any; leave it out to decide by the type."""

    type = Choice(*choices.FEE_TYPES, required=True)
    amount = Money(zero=True)
    percent = Rate()
    gst = Flag(allow_none=True)

    @validates_schema
    def one_of_both(self, data: dict[str, Any], **_: Any) -> None:
        if ("amount" in data) == ("percent" in data):
            raise ValidationError("Enter an amount, or a percentage of the loan", "amount")


class FundingInterestShape(Schema):
    method = Choice("capitalised", "prepaid", required=True)
    annual_rate = Rate(required=True)
    months = Whole(1, MOST_MONTHS, required=True)
    settlement_date = Day(allow_none=True)
    day_count = Choice(*DAY_COUNTS, allow_none=True)


class FundingInputs(Schema):
    loan_amount = Money(required=True)
    fees = Many(fields.Nested(FundingFeeShape), 50, allow_none=True)
    interest = fields.Nested(FundingInterestShape, allow_none=True)
    product_id = fields.UUID(allow_none=True)


class FundingShape(FundingInputs):
    application_id = fields.UUID(required=True)
    save = Flag(load_default=True)


class FundingFilter(PageArgs):
    application_id = fields.UUID(required=True)


class Deduction(Schema):
    type = fields.String(required=True)
    amount = Money(required=True)
    gst = Money(required=True)


class CreatedBy(Schema):
    id = fields.UUID(required=True)
    name = fields.String(required=True)
    role = fields.String(required=True)


class Funding(Schema):
    """A preview has neither id nor number."""

    id = fields.UUID(required=True, allow_none=True)
    version = fields.Integer(required=True)
    application_id = fields.UUID(required=True)
    number = fields.Integer(required=True, allow_none=True)
    loan_amount = Money(required=True)
    deductions = fields.List(fields.Nested(Deduction), required=True)
    deducted = Money(required=True)
    gst = Money(required=True)
    net = Money(required=True)
    inputs = fields.Nested(FundingInputs, required=True)
    created_by = fields.Nested(CreatedBy, required=True, allow_none=True)
    created_at = fields.AwareDateTime(required=True, allow_none=True)


class FundingPage(Schema):
    items = fields.List(fields.Nested(Funding), required=True)
    next = fields.String(allow_none=True, required=True)
    total = fields.Integer(allow_none=True, required=True)
