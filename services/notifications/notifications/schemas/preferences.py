"""Preferences as they are read and written; what a GET answered may be sent back with a PUT."""

import re
from datetime import time
from typing import Any
from zoneinfo import available_timezones

from marshmallow import Schema, ValidationError, fields, post_load, validates, validates_schema

from lendkit.contracts.fields import Flag, Text, Whole
from notifications.domain.preferences import ZONE

MOST_DAYS = 90


class Clock(fields.Field[time]):
    """`22:30`"""

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> time:
        if not isinstance(value, str) or not re.fullmatch(r"([01][0-9]|2[0-3]):[0-5][0-9]", value, re.ASCII):
            raise ValidationError("Not a time. Write it like 22:30.")
        return time.fromisoformat(value)

    def _serialize(self, value: Any, attr: str | None, obj: Any, **kwargs: Any) -> Any:
        return value


class ChannelsOfKind(Schema):
    """Where a kind is told; `mandatory` and `label` are for reading, and change nothing when they are sent."""

    in_app = Flag()
    email = Flag()
    digest = Flag()
    mandatory = Flag()
    label = Text(100)

    @post_load
    def only_choices(self, data: dict[str, Any], **_: Any) -> dict[str, bool]:
        return {name: on for name, on in data.items() if name not in ("mandatory", "label")}


class Thresholds(Schema):
    """Days in a stage before its BDM is told, and days before a repayment; the house itself looks at 7."""

    stage_stale = Whole(1, MOST_DAYS)
    repayment_upcoming = Whole(1, MOST_DAYS)


QuietHours = Schema.from_dict({"from": Clock(required=True), "to": Clock(required=True)}, name="QuietHours")


class Preferences(Schema):
    channels = fields.Dict(keys=Text(60), values=fields.Nested(ChannelsOfKind), load_default=dict)
    thresholds = fields.Nested(Thresholds, load_default=dict)
    daily_digest = Flag(load_default=False)
    weekly_digest = Flag(load_default=False)
    quiet_hours = fields.Nested(QuietHours, allow_none=True, load_default=None)
    timezone = Text(60, load_default=ZONE)

    @validates("timezone")
    def known_zone(self, value: str, **_: Any) -> None:
        if value not in available_timezones():
            raise ValidationError("There is no such time zone. Write it like Australia/Perth.")

    @validates_schema
    def hours_differ(self, data: dict[str, Any], **_: Any) -> None:
        hours = data.get("quiet_hours")
        if hours and hours["from"] == hours["to"]:
            raise ValidationError("Quiet hours begin and end at different times.", "quiet_hours")
