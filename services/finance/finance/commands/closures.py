"""Before an application is deleted: its waiting fees are reversed and its book is closed, if no money was posted."""

from typing import Any
from uuid import UUID

from finance.commands import posting
from finance.domain import cause as causes
from finance.domain import ledger
from finance.store import books, fees, loans
from finance.store import ledger as entries
from lendkit.contracts.envelope import Event
from lendkit.messaging.work import Work, work
from lendkit.runtime import context
from lendkit.values.errors import DomainError

REASON = "application deleted"


def close(application: UUID, actor: UUID) -> None:
    """Twice is once. Raises DomainError `money_posted` when a fee was paid or there is a loan."""
    with work() as w:
        if books.lock(w, application).closed_at is not None:
            return
        if _has_money(w, application):
            raise DomainError("money_posted", "Money was posted on this application: it can only be withdrawn.")
        _close(w, application, actor)


def deleted(event: Event) -> None:
    """The application is gone. Where nothing was asked before, the book is closed now, unless money was posted."""
    with work() as w:
        if books.lock(w, event.subject).closed_at is None and not _has_money(w, event.subject):
            _close(w, event.subject, context.SYSTEM.id)


def _has_money(w: Work, application: UUID) -> bool:
    if loans.lock(w, application) is not None:
        return True
    return any(row.status != "waiting" for row in fees.of_application(w, application))


def _close(w: Work, application: UUID, actor: UUID) -> None:
    cause = causes.of(f"close {application}", actor)
    for row in fees.of_application(w, application):
        mirrors = [ledger.mirror(each, REASON) for each in entries.of_fee(w, row.id)]
        posting.post(w, application, mirrors, cause)
        _gone(w, row)
    books.close(w, application)


def _gone(w: Work, row: Any) -> None:
    w.execute("UPDATE fee SET status = 'gone', version = version + 1 WHERE id = :id", {"id": row.id})
