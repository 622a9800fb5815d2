"""Close an accounting month: PostgreSQL refuses every journal that is booked into it afterwards."""

from datetime import date

from finance.store import accounting_months
from lendkit.messaging.work import work
from lendkit.runtime import context
from lendkit.values import dates
from lendkit.values.errors import DomainError, Invalid


def close(month: date) -> None:
    """Raises Invalid for a month that is not over, DomainError `already_closed`."""
    first = month.replace(day=1)
    if first >= dates.today().replace(day=1):
        raise Invalid({"/month": ["You can close a month once it's over."]})
    with work() as w:
        if not accounting_months.close(w, first, context.actor().as_ref()):
            raise DomainError("already_closed", f"{first:%B %Y} is already closed.")
