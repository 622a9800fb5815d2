"""Which day or week of Sydney's calendar a job belongs to, and when it is due. Pure."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import TypeAlias

from lendkit.values.dates import SYDNEY

CATCH_UP_DAYS = 31

Run: TypeAlias = Callable[[date], None]


@dataclass(frozen=True)
class Daily:
    """`run(today)` once for each day in Sydney, due when the clocks there show `at`; without `catch_up` a day that was
    missed stays so."""

    at: time
    run: Run
    catch_up: bool = True

    def period(self, day: date) -> str:
        """`2026-10-04`"""
        return day.isoformat()

    def day(self, period: str) -> date:
        return date.fromisoformat(period)

    def day_of(self, day: date) -> date:
        """The day of this job whose period `day` lies in."""
        return day

    def latest(self, now: datetime) -> date:
        """The newest day that is due."""
        return _latest(now, self.at)

    def since(self, first: date, latest: date) -> list[date]:
        """The days due from `first` on, oldest first, at most 31 days back."""
        first = max(first, latest - timedelta(CATCH_UP_DAYS))
        return [latest - timedelta(back) for back in range((latest - first).days, -1, -1)]


@dataclass(frozen=True, kw_only=True)
class Weekly:
    """`run(today)` once for each ISO week, on `weekday` (0 is Monday), which is the `today` it gets."""

    at: time
    run: Run
    weekday: int = 0
    catch_up: bool = True

    def period(self, day: date) -> str:
        """`2026-W40`"""
        year, week, _ = day.isocalendar()
        return f"{year}-W{week:02d}"

    def day(self, period: str) -> date:
        year, week = period.split("-W")
        return date.fromisocalendar(int(year), int(week), self.weekday + 1)

    def day_of(self, day: date) -> date:
        return self.day(self.period(day))

    def latest(self, now: datetime) -> date:
        due = _latest(now, self.at)
        return due - timedelta((due.weekday() - self.weekday) % 7)

    def since(self, first: date, latest: date) -> list[date]:
        first = max(self.day_of(first), latest - timedelta(CATCH_UP_DAYS))
        return [latest - timedelta(weeks=back) for back in range((latest - first).days // 7, -1, -1)]


Job: TypeAlias = Daily | Weekly


def _latest(now: datetime, at: time) -> date:
    """Today when the clock on the wall has come to `at`, else yesterday. A time that the change to summer skips is due
    at the next that exists; one that the change back repeats is due the first time."""
    local = now.astimezone(SYDNEY)
    return local.date() if local.time() >= at else local.date() - timedelta(1)
