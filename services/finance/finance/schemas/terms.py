"""The terms of a loan: what the preview of a schedule and a boarded loan share."""

import re
from decimal import Decimal
from typing import Any

from marshmallow import Schema, ValidationError, fields

from finance.domain.schedule.products import METHODS
from finance.domain.schedule.terms import DAY_COUNTS
from finance.domain.schedule.validation import MOST_PERIODS
from lendkit.contracts import choices
from lendkit.contracts.fields import Choice, Day, Many, Money, Rate, Whole

MOST_DRAWS = 200
_SHARE = re.compile(r"[0-9]{1,3}(\.[0-9]{1,6})?\s?%", re.ASCII)


class Balloon(Money):
    """An amount, or a percentage of the principal like `60%`, which stays text until the principal is known."""

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> Any:
        text = value.strip() if isinstance(value, str) else ""
        if not text.endswith("%"):
            return super()._deserialize(value, attr, data, **kwargs)
        if not _SHARE.fullmatch(text) or not 0 < Decimal(text.rstrip("% ")) <= 100:
            raise ValidationError("Enter a percentage above 0% and up to 100%, e.g. 60%")
        return text.replace(" ", "")


class DrawShape(Schema):
    date = Day(required=True)
    amount = Money(required=True)


class PlannedShape(Schema):
    due_date = Day(required=True)
    principal = Money(required=True, zero=True)


class TermsShape(Schema):
    principal = Money(required=True)
    annual_rate = Rate(required=True)
    method = Choice(*METHODS, required=True)
    frequency = Choice(*choices.FREQUENCIES, required=True)
    periods = Whole(1, MOST_PERIODS, required=True)
    settlement_date = Day(required=True)
    first_due_date = Day(allow_none=True)
    day_count = Choice(*DAY_COUNTS, allow_none=True)
    balloon = Balloon(
        allow_none=True, metadata={"example": "60%", "description": "An amount, or a percentage of the principal"}
    )
    interest_only_periods = Whole(0, MOST_PERIODS, allow_none=True)
    capitalised_periods = Whole(0, MOST_PERIODS, allow_none=True)
    principal_every = Whole(1, MOST_PERIODS, allow_none=True)
    draws = Many(fields.Nested(DrawShape), MOST_DRAWS, allow_none=True)
    instalments = Many(fields.Nested(PlannedShape), MOST_PERIODS, allow_none=True)
