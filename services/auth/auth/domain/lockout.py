"""How long a login must wait after failed attempts: not at all at first, then twice as long each time."""

from datetime import datetime, timedelta

FREE_ATTEMPTS = 5
FREE_ATTEMPTS_PER_ADDRESS = 100
FIRST_WAIT = timedelta(seconds=30)
LONGEST_WAIT = timedelta(minutes=15)
FORGET_AFTER = timedelta(hours=1)


def remaining(failures: int, last_at: datetime, now: datetime, free_attempts: int = FREE_ATTEMPTS) -> timedelta:
    """The wait until the next attempt; zero when it may come now."""
    if failures < free_attempts or now - last_at > FORGET_AFTER:
        return timedelta(0)
    delay: timedelta = min(FIRST_WAIT * int(2 ** min(failures - free_attempts, 10)), LONGEST_WAIT)
    return max(last_at + delay - now, timedelta(0))
