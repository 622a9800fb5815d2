"""How long a login must wait after failures: free at first, then twice as long each time."""

from datetime import datetime, timedelta

FREE_TRIES = 5
FREE_TRIES_PER_ADDRESS = 100
FIRST_WAIT = timedelta(seconds=30)
LONGEST_WAIT = timedelta(minutes=15)
FORGET_AFTER = timedelta(hours=1)


def wait(failures: int, last_at: datetime, now: datetime, free: int = FREE_TRIES) -> timedelta:
    """What is left to wait; zero when the next try may come now."""
    if failures < free or now - last_at > FORGET_AFTER:
        return timedelta(0)
    delay: timedelta = min(FIRST_WAIT * int(2 ** min(failures - free, 10)), LONGEST_WAIT)
    return max(last_at + delay - now, timedelta(0))
