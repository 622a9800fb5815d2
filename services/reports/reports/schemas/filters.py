"""The filters of a report."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from marshmallow import Schema, ValidationError, fields, pre_load, validates_schema

from lendkit.contracts.fields import Day

MAX_YEARS = 10
FORMATS = ("json", "csv")


class Format(fields.String):
    """The format of the answer."""

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> str:
        name = str(super()._deserialize(value, attr, data, **kwargs))
        if name not in FORMATS:
            raise ValidationError(f"Choose {' or '.join(FORMATS)}.")
        return name


class ReportFilter(Schema):
    """Days are Sydney days and both ends are included; without one, the range is open."""

    from_ = Day(data_key="from", attribute="from_")
    to = Day()
    bd_id = fields.UUID()
    broker_id = fields.UUID()
    branch_id = fields.UUID()
    format = Format(load_default="json", metadata={"enum": list(FORMATS)})

    @pre_load
    def without_blanks(self, data: Mapping[str, Any], **_: Any) -> dict[str, Any]:
        """An empty filter is no filter."""
        return {name: value for name, value in data.items() if value != ""}

    @validates_schema
    def in_order(self, data: Mapping[str, Any], **_: Any) -> None:
        first, last = data.get("from_"), data.get("to")
        if first and last and last < first:
            raise ValidationError("The end date is before the start date.", "to")
        if first and last and last > _ten_years_after(first):
            raise ValidationError(f"Choose a range of {MAX_YEARS} years or less.", "to")


def _ten_years_after(day: date) -> date:
    """The same day; 28 February for a 29 February that does not exist."""
    leap = (day.month, day.day) == (2, 29)
    return date(day.year + MAX_YEARS, day.month, 28 if leap else day.day)
