"""Scheduled work: emails that are due, digests at each user's own hour, deferred reminders, and old rows."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from lendkit.messaging.work import work
from lendkit.process.jobs import Daily, Weekly
from lendkit.values import dates
from notifications.commands import digests, notify, send_email
from notifications.store import feed, socket_tickets

KEEP_FEED = timedelta(days=14)


def sweep() -> None:
    """Delete feed rows that are too old to resume from, and tickets that were used or have expired."""
    now = dates.now()
    with work() as w:
        feed.delete_before(w, now - KEEP_FEED)
        socket_tickets.delete_spent(w, now)


@dataclass(frozen=True)
class DailyOnDemand(Daily):
    """Only run by `./dev job`; the sweep `digests` does the same at the hour of each user's own time zone."""

    def latest(self, now: datetime) -> date:
        return date.min


@dataclass(frozen=True, kw_only=True)
class WeeklyOnDemand(Weekly):
    def latest(self, now: datetime) -> date:
        return date.min


SCHEDULE = {
    "mail": (1.0, send_email.queue_when_possible),
    "digests": (60.0, digests.send_due),
    "later": (60.0, notify.notify_deferred),
    "sweep": (3600.0, sweep),
}
DAILY = {
    "digest-daily": DailyOnDemand(at=time(6), run=digests.daily, catch_up=False),
    "digest-weekly": WeeklyOnDemand(at=time(7), run=digests.weekly, catch_up=False),
}
