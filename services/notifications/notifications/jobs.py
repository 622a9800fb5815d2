"""The clock of notifications: mails that are due, digests by each user's own clock, and what nobody needs any more."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from lendkit.messaging.work import work
from lendkit.process.jobs import Daily, Weekly
from lendkit.values import dates
from notifications.commands import deliver, digests, tell
from notifications.store import feed, tickets

KEEP_FEED = timedelta(days=14)


def sweep() -> None:
    """Feed rows older than anybody resumes from, and tickets that were used or have expired."""
    now = dates.now()
    with work() as w:
        feed.forget(w, now - KEEP_FEED)
        tickets.forget(w, now)


@dataclass(frozen=True)
class DailyByHand(Daily):
    """Run by `./dev job` alone: the sweep `digests` does the same for each user at the hour of his own zone."""

    def latest(self, now: datetime) -> date:
        return date.min


@dataclass(frozen=True, kw_only=True)
class WeeklyByHand(Weekly):
    def latest(self, now: datetime) -> date:
        return date.min


SCHEDULE = {
    "mail": (1.0, deliver.queue_when_possible),
    "digests": (60.0, digests.due),
    "later": (60.0, tell.tell_what_waited),
    "sweep": (3600.0, sweep),
}
DAILY = {
    "digest-daily": DailyByHand(at=time(6), run=digests.daily, catch_up=False),
    "digest-weekly": WeeklyByHand(at=time(7), run=digests.weekly, catch_up=False),
}
