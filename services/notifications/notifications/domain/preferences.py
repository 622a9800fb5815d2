"""What a user chose: which kinds on which channel, quiet hours, thresholds and digests, in a zone of their own."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from notifications.domain import kinds
from notifications.domain.kinds import BY_CODE, CHANNELS, EMAIL, KINDS, by_default

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
        """Mandatory kinds are always told in-app and by mail."""
        known = BY_CODE[kind]
        if known.mandatory and channel in (kinds.IN_APP, EMAIL):
            return True
        if channel == EMAIL and not known.mailed:
            return False
        return self.channels.get(kind, {}).get(channel, by_default(known, channel))

    def threshold(self, kind: str) -> int | None:
        return self.thresholds.get(kind, THRESHOLDS.get(kind))

    def after_quiet(self, instant: datetime) -> datetime:
        """This instant, or the end of the quiet hours it lies in."""
        if self.quiet is None:
            return instant
        begins, ends = self.quiet
        local = instant.astimezone(self.zone)
        if not _within(local.time(), begins, ends):
            return instant
        end = datetime.combine(local.date(), ends, self.zone)
        if end <= local:
            end = datetime.combine(local.date() + timedelta(days=1), ends, self.zone)
        return end.astimezone(UTC)

    def all_channels(self) -> dict[str, dict[str, bool]]:
        """Every kind with every channel, as it counts."""
        return {kind.code: {channel: self.wants(kind.code, channel) for channel in CHANNELS} for kind in KINDS}


def problems(channels: Choices) -> dict[str, list[str]]:
    """JSON pointer → message for each choice that cannot be made."""
    found = {}
    for code, chosen in channels.items():
        kind = BY_CODE.get(code)
        if kind is None:
            found[f"/channels/{code}"] = ["There is no such kind of notification."]
            continue
        for channel, on in chosen.items():
            if kind.mandatory and not on and channel in (kinds.IN_APP, EMAIL):
                found[f"/channels/{code}/{channel}"] = [f"“{kind.label}” cannot be switched off."]
            if on and channel == EMAIL and not kind.mailed:
                found[f"/channels/{code}/{channel}"] = [f"“{kind.label}” is never mailed."]
    return found


def _within(now: time, begins: time, ends: time) -> bool:
    return begins <= now < ends if begins < ends else now >= begins or now < ends
