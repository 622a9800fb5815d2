"""Accounting months, which the API calls periods."""

from typing import Any

from marshmallow import Schema, ValidationError, fields

from lendkit.contracts.fields import Day


class Month(Day):
    """A month, `YYYY-MM`, or any day of it."""

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> Any:
        if not isinstance(value, str):
            raise ValidationError("Enter a month, e.g. 2026-11.")
        return super()._deserialize(f"{value}-01" if len(value) == 7 else value, attr, data, **kwargs)


class NewClosing(Schema):
    month = Month(required=True)


class Period(Schema):
    month = fields.String(required=True)
    journals = fields.Integer(required=True)
    closed_at = fields.AwareDateTime(allow_none=True, required=True)
    closed_by = fields.Dict(allow_none=True, required=True)


class PeriodPage(Schema):
    items = fields.List(fields.Nested(Period), required=True)
    next = fields.String(allow_none=True, required=True)
    total = fields.Integer(allow_none=True, required=True)
