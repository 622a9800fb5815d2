"""What a report can be narrowed to."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from marshmallow import Schema, ValidationError, fields, pre_load, validates_schema

from lendkit.contracts.fields import Day

YEARS = 10
FORMATS = ("json", "csv")


class Format(fields.String):
    """How the answer is written."""

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> str:
        found = str(super()._deserialize(value, attr, data, **kwargs))
        if found not in FORMATS:
            raise ValidationError(f"This is available as {' and '.join(FORMATS)}.")
        return found


class ReportFilter(Schema):
    """Days are Sydney's, both ends are included, an end that is not given is open."""

    from_ = Day(data_key="from", attribute="from_")
    to = Day()
    bd_id = fields.UUID()
    broker_id = fields.UUID()
    branch_id = fields.UUID()
    format = Format(load_default="json", metadata={"enum": list(FORMATS)})

    @pre_load
    def without_blanks(self, data: Mapping[str, Any], **_: Any) -> dict[str, Any]:
        """A filter that is left empty is none."""
        return {name: value for name, value in data.items() if value != ""}

    @validates_schema
    def in_order(self, data: Mapping[str, Any], **_: Any) -> None:
        first, last = data.get("from_"), data.get("to")
        if first and last and last < first:
            raise ValidationError("The range ends before it begins.", "to")
        if first and last and last > _later(first):
            raise ValidationError(f"A range has at most {YEARS} years.", "to")


def _later(day: date) -> date:
    """The same day in ten years; of a 29 February the 28th where there is none."""
    leap = (day.month, day.day) == (2, 29)
    return date(day.year + YEARS, day.month, 28 if leap else day.day)
