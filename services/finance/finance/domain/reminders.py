"""Which reminders there are. One of a family goes for a due date at a time: the latest whose day has come."""

from dataclasses import dataclass
from datetime import date

UPCOMING_DAYS = 7
INTEREST_DAYS = 14
OVERDUE_DAYS = (3, 7, 10)


@dataclass(frozen=True)
class Rule:
    """`days` before a due date, or past it; `cause` is what the event says."""

    name: str
    cause: str
    days: int


UPCOMING = Rule("upcoming-7", "repayment", UPCOMING_DAYS)
INTEREST = Rule("interest-14", "interest", INTEREST_DAYS)
MATURITY = Rule("maturity", "maturity", 31)
OVERDUE = tuple(Rule(f"overdue-{days}", "repayment", days) for days in OVERDUE_DAYS)


def overdue(due_date: date, today: date) -> Rule | None:
    """The latest rule whose day has come: one whose day has passed goes only if no later one is due."""
    late = (today - due_date).days
    return next((rule for rule in reversed(OVERDUE) if rule.days <= late), None)
