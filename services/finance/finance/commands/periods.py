"""Close a month: nothing is booked into it any more, PostgreSQL sees to it."""

import json
from datetime import date

from lendkit import clock, context
from lendkit.errors import DomainError, Invalid
from lendkit.work import work


def close(month: date) -> None:
    """Raises Invalid for a month that is not over, DomainError `already_closed`."""
    first = month.replace(day=1)
    if (first.year, first.month) >= (clock.today().year, clock.today().month):
        raise Invalid({"/month": ["A month is closed when it is over."]})
    with work() as w:
        made = w.execute(
            "INSERT INTO period (month, closed_by) VALUES (:month, CAST(:by AS jsonb)) ON CONFLICT DO NOTHING",
            {"month": first, "by": json.dumps(context.actor().as_ref())},
        )
        if made.rowcount == 0:
            raise DomainError("already_closed", "This month is closed already.")
