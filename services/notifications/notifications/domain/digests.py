"""Digests: when they are due in a user's own time zone, what they hold, and how they are headed."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from lendkit.values.en_au import plural
from notifications.domain import kinds

TITLES_PER_KIND = 5


@dataclass(frozen=True)
class Entry:
    """One notification of a digest."""

    kind: str
    title: str
    message: str
    link: str | None


@dataclass(frozen=True)
class DigestSchedule:
    """One kind of digest: at which hour, on which weekday (None: every day), over how many days."""

    kind: str
    at: time
    days: int
    weekday: int | None = None

    def day_of(self, today: date) -> date:
        """The day of the digest whose period `today` lies in."""
        return today if self.weekday is None else today - timedelta((today.weekday() - self.weekday) % 7)

    def period(self, day: date) -> str:
        """`2026-11-24` or `2026-W48`"""
        if self.weekday is None:
            return day.isoformat()
        year, week, _ = day.isocalendar()
        return f"{year}-W{week:02d}"

    def due_at(self, day: date, zone: ZoneInfo) -> datetime:
        return datetime.combine(day, self.at, zone).astimezone(UTC)

    def latest(self, now: datetime, zone: ZoneInfo) -> date:
        """The day of the newest digest that is due."""
        local = now.astimezone(zone)
        day = self.day_of(local.date())
        if datetime.combine(day, self.at, zone) > local:
            day -= timedelta(days=self.days)
        return day

    def since(self, day: date, zone: ZoneInfo, now: datetime, last: datetime | None) -> datetime:
        """From when it covers: its own span back, but nothing that the digest before it covered."""
        start = min(self.due_at(day, zone), now) - timedelta(days=self.days)
        return max(start, last) if last and last <= now else start


DAILY = DigestSchedule(kinds.DAILY, time(6), 1)
WEEKLY = DigestSchedule(kinds.WEEKLY, time(7), 7, weekday=0)


def title(schedule: DigestSchedule, entries: Sequence[Entry]) -> str:
    """`Daily digest: 2 notifications`"""
    return f"{kinds.label(schedule.kind)}: {plural(len(entries), 'notification')}"


def groups(schedule: DigestSchedule, entries: Sequence[Entry]) -> list[dict[str, Any]]:
    """[{heading, items, more}]: daily every entry with its text; weekly by kind, five titles and how many more."""
    if schedule is DAILY:
        return [{"heading": "", "items": [_item(entry, with_text=True) for entry in entries], "more": 0}]
    by_kind: dict[str, list[Entry]] = {}
    for entry in entries:
        by_kind.setdefault(entry.kind, []).append(entry)
    return [_group(kind, some) for kind, some in by_kind.items()]


def _group(kind: str, entries: Sequence[Entry]) -> dict[str, Any]:
    items = [_item(entry, with_text=False) for entry in entries[:TITLES_PER_KIND]]
    more = max(0, len(entries) - TITLES_PER_KIND)
    return {"heading": f"{kinds.label(kind)} ({len(entries)})", "items": items, "more": more}


def _item(entry: Entry, *, with_text: bool) -> dict[str, str]:
    return {"title": entry.title, "message": entry.message if with_text else "", "link": entry.link or ""}
