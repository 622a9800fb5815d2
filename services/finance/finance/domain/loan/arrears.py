"""Arrears: days past due from the oldest unpaid instalment, by the business date in Sydney, and their bucket."""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal

BUCKETS = ((0, None), (30, "1-30"), (60, "31-60"), (90, "61-90"))


def days_past_due(unpaid: Iterable[date], today: date) -> int:
    """`unpaid` are the due dates of what is outstanding."""
    oldest = min(unpaid, default=today)
    return max(0, (today - oldest).days)


def bucket(days: int) -> str | None:
    """1-30, 31-60, 61-90 or 90+; None for a loan that is not in arrears."""
    return next((name for most, name in BUCKETS if days <= most), "90+")


def instalment_status(due_date: date, outstanding: Decimal, partly_paid: bool, today: date) -> str:
    """The status of an instalment on a day."""
    if outstanding <= 0:
        return "paid"
    if due_date < today:
        return "overdue"
    if partly_paid:
        return "part_paid"
    return "due" if due_date == today else "projected"
