"""How late a loan is: days past due from the oldest unpaid instalment, by the business date in Sydney."""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal

BUCKETS = ((0, None), (30, "1-30"), (60, "31-60"), (90, "61-90"))


def days_past_due(unpaid: Iterable[date], today: date) -> int:
    """`unpaid` are the due dates of what is still owed."""
    oldest = min(unpaid, default=today)
    return max(0, (today - oldest).days)


def bucket(days: int) -> str | None:
    """The field's usual four; None for a loan that is on time."""
    return next((name for most, name in BUCKETS if days <= most), "90+")


def status(due_date: date, outstanding: Decimal, touched: bool, today: date) -> str:
    """The status of an instalment on a day: `touched` when a part of it came in."""
    if outstanding <= 0:
        return "paid"
    if due_date < today:
        return "overdue"
    if touched:
        return "part_paid"
    return "due" if due_date == today else "projected"
