"""Instants are UTC, business days are Sydney's: one clock for both, so that tests can set it."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

SYDNEY = ZoneInfo("Australia/Sydney")


def now() -> datetime:
    """This instant, aware, in UTC."""
    return datetime.now(UTC)


def sydney_day(instant: datetime) -> date:
    """The business date in Sydney at this instant; raises ValueError for a naive one."""
    if instant.tzinfo is None:
        raise ValueError("an instant needs a time zone")
    return instant.astimezone(SYDNEY).date()


def today() -> date:
    """The business date, the same for everybody in the country."""
    return sydney_day(now())
