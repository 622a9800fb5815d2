"""How often a mail is tried: soon at first, then at longer and longer intervals, for four hours."""

from datetime import datetime, timedelta

FIRST = timedelta(seconds=5)
LONGEST = timedelta(minutes=10)
GIVE_UP_AFTER = timedelta(hours=4)


def next_try(attempts: int, first_try_at: datetime, now: datetime) -> datetime | None:
    """When to try again after this many attempts; None when it is time to give up."""
    wait = min(FIRST * 2 ** min(attempts - 1, 10), LONGEST)
    return now + wait if now + wait < first_try_at + GIVE_UP_AFTER else None
