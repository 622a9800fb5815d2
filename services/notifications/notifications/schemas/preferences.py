"""Preferences as they are read and written; the body of a GET may be sent back with a PUT."""

import re
from datetime import time
from typing import Any
from zoneinfo import available_timezones

from marshmallow import Schema, ValidationError, fields, post_load, validates, validates_schema

from lendkit.contracts.fields import Flag, Text, Whole
from notifications.domain.preferences import ZONE

MAX_DAYS = 90


class Clock(fields.Field[time]):
    """`22:30`"""

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> time:
        if not isinstance(value, str) or not re.fullmatch(r"([01][0-9]|2[0-3]):[0-5][0-9]", value, re.ASCII):
            raise ValidationError("Enter a time, e.g. 22:30.")
        return time.fromisoformat(value)

    def _serialize(self, value: Any, attr: str | None, obj: Any, **kwargs: Any) -> Any:
        return value


class ChannelsOfKind(Schema):
    """The channels of one kind. `mandatory` and `label` are read-only and ignored in a PUT."""

    in_app = Flag()
    email = Flag()
    digest = Flag()
    mandatory = Flag()
    label = Text(100)

    @post_load
    def only_choices(self, data: dict[str, Any], **_: Any) -> dict[str, bool]:
        return {name: on for name, on in data.items() if name not in ("mandatory", "label")}


class Thresholds(Schema):
    """Days in a stage before you are notified, and days before a repayment is due. Both default to 7."""

    stage_stale = Whole(1, MAX_DAYS)
    repayment_upcoming = Whole(1, MAX_DAYS)


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
            raise ValidationError("Enter a time zone, e.g. Australia/Perth.")

    @validates_schema
    def hours_differ(self, data: dict[str, Any], **_: Any) -> None:
        hours = data.get("quiet_hours")
        if hours and hours["from"] == hours["to"]:
            raise ValidationError("Start and end must be different times.", "quiet_hours")
