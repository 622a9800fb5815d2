"""Close a month: nothing is booked into it any more, PostgreSQL sees to it."""

import json
from datetime import date

from lendkit.messaging.work import work
from lendkit.runtime import context
from lendkit.values import dates
from lendkit.values.errors import DomainError, Invalid


def close(month: date) -> None:
    """Raises Invalid for a month that is not over, DomainError `already_closed`."""
    first = month.replace(day=1)
    if (first.year, first.month) >= (dates.today().year, dates.today().month):
        raise Invalid({"/month": ["A month is closed when it is over."]})
    with work() as w:
        made = w.execute(
            "INSERT INTO period (month, closed_by) VALUES (:month, CAST(:by AS jsonb)) ON CONFLICT DO NOTHING",
            {"month": first, "by": json.dumps(context.actor().as_ref())},
        )
        if made.rowcount == 0:
            raise DomainError("already_closed", "This month is closed already.")
