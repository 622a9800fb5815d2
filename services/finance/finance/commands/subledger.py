"""The subledger of an application: it is closed before the application is deleted, if no money was posted."""

from uuid import UUID

from finance.commands import journals
from finance.domain.ledger import command_ref
from finance.domain.ledger.mirror import mirror_of
from finance.store import fees, ledger, loans, subledger
from lendkit.contracts.envelope import Event
from lendkit.messaging.work import Work, work
from lendkit.runtime import context
from lendkit.values.errors import DomainError

REASON = "application deleted"


def lock_open(w: Work, application: UUID) -> None:
    """Lock it for posting. Raises DomainError `closed` where its application was deleted."""
    if subledger.lock(w, application).closed_at is not None:
        raise DomainError("closed", "This application was deleted, so nothing more can be posted to it.")


def close(application: UUID, actor: UUID) -> None:
    """Reverse the unpaid fees and close it, if that was not done before.

    Raises DomainError `money_posted` where a fee was paid or there is a loan.
    """
    with work() as w:
        if subledger.lock(w, application).closed_at is not None:
            return
        if _has_money(w, application):
            detail = "Money has been posted to this application, so it can only be withdrawn."
            raise DomainError("money_posted", detail)
        _close(w, application, actor)


def application_deleted(event: Event) -> None:
    """Where finance was not asked first, the subledger is closed now, unless money was posted."""
    with work() as w:
        if subledger.lock(w, event.subject).closed_at is None and not _has_money(w, event.subject):
            _close(w, event.subject, context.SYSTEM.id)


def _has_money(w: Work, application: UUID) -> bool:
    if loans.lock(w, application) is not None:
        return True
    return any(fee.status != "waiting" for fee in fees.of_application(w, application))


def _close(w: Work, application: UUID, actor: UUID) -> None:
    command = command_ref.of_process(f"close {application}", actor)
    for fee in fees.of_application(w, application):
        mirrors = [mirror_of(entry, REASON) for entry in ledger.in_force(w, application, fee=fee.id)]
        journals.post(w, application, mirrors, command)
        fees.void(w, fee.id)
    subledger.close(w, application)
