"""A day passes: interest that is due is posted, instalments fall due or become late. One loan, one transaction."""

import logging
from datetime import date
from uuid import UUID

from sqlalchemy.exc import OperationalError

from finance.commands import carry
from finance.domain import cause
from finance.store import books, loans
from lendkit.messaging.work import work
from lendkit.runtime import context, logs

log = logging.getLogger(__name__)

SLICE = 200


def run(today: date) -> None:
    """Bring every open loan to `today`. Run twice, or killed and run again, it posts nothing twice.

    A loan that cannot be carried forward holds up no other; the job then fails at its end, and is tried again.
    """
    seen: set[UUID] = set()
    failed = 0
    while True:
        with work() as w:
            due = [id for id in loans.due_for(w, today, SLICE + failed) if id not in seen]
        if not due:
            break
        for application in due:
            seen.add(application)
            failed += 0 if _one(application, today) else 1
    if failed:
        raise RuntimeError(f"{failed} loans could not be carried forward")


def _one(application: UUID, today: date) -> bool:
    try:
        with work() as w:
            books.lock(w, application)
            loan = loans.lock(w, application)
            if loan.status == "open" and loan.next_on is not None and loan.next_on <= today:
                carry.forward(w, loan, cause.of(f"accrue {loan.id} {today}", context.SYSTEM.id), "time", today)
        return True
    except OperationalError:
        raise  # the database is away, for every loan
    except Exception as exc:  # noqa: BLE001 - whatever is wrong with one loan, the others go on
        log.error("loan_not_carried", extra={"application_id": str(application), "error": logs.summary(exc)})
        return False
