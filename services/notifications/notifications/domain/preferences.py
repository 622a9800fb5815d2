"""What a user chose: kinds by channel, quiet hours, thresholds and digests, in the user's own time zone."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from notifications.domain import kinds
from notifications.domain.kinds import BY_CODE, CHANNELS, EMAIL, KINDS, on_by_default

ZONE = "Australia/Sydney"
THRESHOLDS = {"stage_stale": 7, "repayment_upcoming": 7}

Choices = Mapping[str, Mapping[str, bool]]


@dataclass(frozen=True)
class Preferences:
    """`channels` holds only what differs from the default; a threshold is a number of days."""

    channels: Choices = field(default_factory=dict)
    thresholds: Mapping[str, int] = field(default_factory=dict)
    daily_digest: bool = False
    weekly_digest: bool = False
    quiet: tuple[time, time] | None = None
    timezone: str = ZONE

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.timezone)

    def wants(self, kind: str, channel: str) -> bool:
        """Mandatory kinds are always on, in-app and by email."""
        chosen = BY_CODE[kind]
        if chosen.mandatory and channel in (kinds.IN_APP, EMAIL):
            return True
        if channel == EMAIL and not chosen.emailed:
            return False
        return self.channels.get(kind, {}).get(channel, on_by_default(chosen, channel))

    def threshold(self, kind: str) -> int | None:
        return self.thresholds.get(kind, THRESHOLDS.get(kind))

    def after_quiet(self, instant: datetime) -> datetime:
        """This instant, or the end of the quiet hours it falls in."""
        if self.quiet is None:
            return instant
        start, finish = self.quiet
        local = instant.astimezone(self.zone)
        if not _within(local.time(), start, finish):
            return instant
        end = datetime.combine(local.date(), finish, self.zone)
        if end <= local:
            end = datetime.combine(local.date() + timedelta(days=1), finish, self.zone)
        return end.astimezone(UTC)

    def all_channels(self) -> dict[str, dict[str, bool]]:
        """Every kind with every channel, defaults included."""
        return {kind.code: {channel: self.wants(kind.code, channel) for channel in CHANNELS} for kind in KINDS}


def invalid_channels(channels: Choices) -> dict[str, list[str]]:
    """JSON pointer → message for each choice that cannot be made."""
    errors = {}
    for code, chosen in channels.items():
        kind = BY_CODE.get(code)
        if kind is None:
            errors[f"/channels/{code}"] = ["This isn't a notification type."]
            continue
        for channel, on in chosen.items():
            if kind.mandatory and not on and channel in (kinds.IN_APP, EMAIL):
                errors[f"/channels/{code}/{channel}"] = [f"“{kind.label}” notifications can't be turned off."]
            if on and channel == EMAIL and not kind.emailed:
                errors[f"/channels/{code}/{channel}"] = [f"“{kind.label}” notifications aren't sent by email."]
    return errors


def _within(now: time, start: time, finish: time) -> bool:
    return start <= now < finish if start < finish else now >= start or now < finish
