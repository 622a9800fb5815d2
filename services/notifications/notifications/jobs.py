"""What nobody needs any more goes, every hour."""

from datetime import timedelta

from lendkit import clock
from lendkit.work import work
from notifications.store import feed, tickets

KEEP_FEED = timedelta(days=14)


def sweep() -> None:
    """Feed rows older than anybody resumes from, and tickets that were used or have expired."""
    now = clock.now()
    with work() as w:
        feed.forget(w, now - KEEP_FEED)
        tickets.forget(w, now)


SCHEDULE = {"sweep": (3600.0, sweep)}
