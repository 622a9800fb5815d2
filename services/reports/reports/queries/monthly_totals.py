"""Which questions the monthly totals answer: then a report costs as much as its answer, however large the portfolio.

`store/contributions.py` keeps the totals (table `cell`) by month and by BDM, broker and branch, with every fact.
"""

import calendar
from datetime import date

from lendkit.runtime import context
from lendkit.web import scope
from reports.queries.report import PEOPLE, Filters


def cover(filters: Filters) -> bool:
    """Whole months, everybody, and a caller who sees all."""
    return (
        context.actor().role in scope.SEES_ALL
        and not any(filters.get(name) for name in PEOPLE)
        and _starts_a_month(filters.get("from_"))
        and _ends_a_month(filters.get("to"))
    )


def _starts_a_month(day: date | None) -> bool:
    return day is None or day.day == 1


def _ends_a_month(day: date | None) -> bool:
    return day is None or day.day == calendar.monthrange(day.year, day.month)[1]
