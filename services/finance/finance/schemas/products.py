"""Products: their limits, and the rules that their loans follow."""

from marshmallow import Schema, fields, validate

from finance.domain.schedule.products import ALLOCATION, DEFAULT_ON, METHODS, PAYOFFS
from finance.domain.schedule.terms import DAY_COUNTS
from finance.domain.schedule.validation import MOST_PERIODS
from lendkit.contracts import choices
from lendkit.contracts.fields import Choice, Flag, Money, Rate, Text, Whole
from lendkit.web.pages import PageArgs


class ProductShape(Schema):
    """Percent for `balloon`, `rate_*`, `max_lvr` and `default_margin`; months for `term_*`. In `allocation_order`,
    default interest is `default_interest` or, as it is answered, `penalties`."""

    name = Text(120, shortest=1, required=True)
    method = Choice(*METHODS, required=True)
    frequency = Choice(*choices.FREQUENCIES, allow_none=True)
    day_count = Choice(*DAY_COUNTS, allow_none=True)
    balloon = Rate(allow_none=True)
    interest_only_periods = Whole(0, MOST_PERIODS, allow_none=True)
    principal_every = Whole(1, MOST_PERIODS, allow_none=True)
    amount_min = Money(allow_none=True)
    amount_max = Money(allow_none=True)
    rate_min = Rate(allow_none=True)
    rate_max = Rate(allow_none=True)
    term_min = Whole(1, 600, allow_none=True)
    term_max = Whole(1, 600, allow_none=True)
    max_lvr = Rate(allow_none=True)
    allocation_order = fields.List(
        Choice("penalties", *ALLOCATION), allow_none=True, validate=validate.Length(equal=len(ALLOCATION))
    )
    default_margin = Rate(allow_none=True)
    default_on = Choice(*DEFAULT_ON, allow_none=True)
    grace_days = Whole(0, 90, allow_none=True)
    payoff = Choice(*PAYOFFS, allow_none=True)
    prepaid_refund = Flag(allow_none=True)
    gst = fields.Dict(keys=Choice(*choices.FEE_TYPES), values=Flag(), allow_none=True)


class Product(ProductShape):
    id = fields.UUID(required=True)
    version = fields.Integer(required=True)
    created_at = fields.AwareDateTime(required=True)


class ProductFilter(PageArgs):
    q = Text(100)


class ProductPage(Schema):
    items = fields.List(fields.Nested(Product), required=True)
    next = fields.String(allow_none=True, required=True)
    total = fields.Integer(allow_none=True, required=True)
