"""How often an email is tried: soon at first, then at longer and longer intervals, for four hours."""

from datetime import datetime, timedelta

FIRST_DELAY = timedelta(seconds=5)
LONGEST_DELAY = timedelta(minutes=10)
GIVE_UP_AFTER = timedelta(hours=4)


def next_attempt(attempts: int, first_try_at: datetime, now: datetime) -> datetime | None:
    """When to try again after this many attempts; None when it is time to give up."""
    delay = min(FIRST_DELAY * 2 ** min(attempts - 1, 10), LONGEST_DELAY)
    return now + delay if now + delay < first_try_at + GIVE_UP_AFTER else None
