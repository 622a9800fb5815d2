"""A day passes: interest that is due is posted, instalments fall due or become overdue. One transaction a loan."""

import logging
from datetime import date
from uuid import UUID

from sqlalchemy.exc import OperationalError

from finance.commands import reprocess
from finance.domain.ledger import command_ref
from finance.store import loans, subledger
from lendkit.messaging.work import work
from lendkit.runtime import context, logs
from lendkit.values import en_au

log = logging.getLogger(__name__)

SLICE = 200


def run(today: date) -> None:
    """Bring every open loan to `today`. Run twice, or killed and run again, it posts nothing twice.

    A loan that can't be reprocessed holds up no other; the job then fails at its end, and is tried again.
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
            failed += 0 if _accrue(application, today) else 1
    if failed:
        raise RuntimeError(f"{en_au.plural(failed, 'loan')} could not be reprocessed")


def _accrue(application: UUID, today: date) -> bool:
    try:
        with work() as w:
            subledger.lock(w, application)
            loan = loans.lock(w, application)
            if loan and loan.status == "open" and loan.next_on is not None and loan.next_on <= today:
                command = command_ref.of_process(f"accrue {loan.id} {today}", context.SYSTEM.id)
                reprocess.reprocess(w, loan, command, "time", today)
        return True
    except OperationalError:
        raise  # the database can't be reached, for any loan
    except Exception as exc:  # noqa: BLE001 - whatever is wrong with one loan, the others go on
        log.error("loan_not_reprocessed", extra={"application_id": str(application), "error": logs.summary(exc)})
        return False
