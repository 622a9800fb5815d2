"""Digests: when they are due in a user's own zone, what of the list they hold, and how they are said."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from notifications.domain import kinds

TITLES_PER_KIND = 5


@dataclass(frozen=True)
class Plan:
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
        """From where it reaches: its own span back, but not what the one before has told already."""
        begins = min(self.due_at(day, zone), now) - timedelta(days=self.days)
        return max(begins, last) if last and last <= now else begins


DAILY = Plan(kinds.DAILY, time(6), 1)
WEEKLY = Plan(kinds.WEEKLY, time(7), 7, weekday=0)


def title(plan: Plan, rows: Sequence[Any]) -> str:
    count = "1 notification" if len(rows) == 1 else f"{len(rows)} notifications"
    return f"Your {'day' if plan is DAILY else 'week'}: {count}"


def groups(plan: Plan, rows: Sequence[Any]) -> list[dict[str, Any]]:
    """Daily, every one with title and message; weekly, by kind with a count, five titles and how many more."""
    if plan is DAILY:
        return [{"heading": "", "items": [_item(row, message=True) for row in rows], "more": 0}]
    found = []
    for kind, some in _by_kind(rows).items():
        items = [_item(row, message=False) for row in some[:TITLES_PER_KIND]]
        heading = f"{kinds.label(kind)} ({len(some)})"
        found.append({"heading": heading, "items": items, "more": max(0, len(some) - TITLES_PER_KIND)})
    return found


def _by_kind(rows: Iterable[Any]) -> Mapping[str, list[Any]]:
    found: dict[str, list[Any]] = {}
    for row in rows:
        found.setdefault(row.kind, []).append(row)
    return found


def _item(row: Any, *, message: bool) -> dict[str, Any]:
    return {"title": row.title, "message": row.message if message else "", "link": row.link or ""}
