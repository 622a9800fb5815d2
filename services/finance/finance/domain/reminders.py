"""Which reminders are sent for a due date. Of each family one at a time: the latest whose day has come."""

from dataclasses import dataclass

UPCOMING_DAYS = 7
INTEREST_DAYS = 14
OVERDUE_DAYS = (3, 7, 10)


@dataclass(frozen=True)
class Rule:
    """`days` before a due date, or past it; `name` keeps one reminder from being sent twice."""

    name: str
    reminder_type: str
    days: int


UPCOMING = Rule("upcoming-7", "repayment", UPCOMING_DAYS)
INTEREST = Rule("interest-14", "interest", INTEREST_DAYS)
MATURITY = Rule("maturity", "maturity", 31)
OVERDUE = tuple(Rule(f"overdue-{days}", "repayment", days) for days in OVERDUE_DAYS)
