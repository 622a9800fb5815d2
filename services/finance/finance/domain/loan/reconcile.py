"""Reconcile what is stored with a reprocessed loan: the fewest journals and instalments that have to change."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from finance.domain.ledger.journal import Journal
from finance.domain.loan.arrears import instalment_status
from finance.domain.loan.history import ScheduleBasis
from finance.domain.loan.instalment import LoanInstalment
from lendkit.values.money import text


def diff(posted: Sequence[Journal], expected: Sequence[Journal]) -> tuple[list[Journal], list[Journal]]:
    """(those to be mirrored, those to be posted): what is in the ledger and should be is left alone."""
    unmatched = Counter(_content(journal) for journal in posted)
    missing = []
    for journal in expected:
        if unmatched[_content(journal)]:
            unmatched[_content(journal)] -= 1
        else:
            missing.append(journal)
    wrong = []
    for journal in reversed(posted):
        if unmatched[_content(journal)]:
            unmatched[_content(journal)] -= 1
            wrong.append(journal)
    return wrong, missing


def _content(journal: Journal) -> tuple[Any, ...]:
    return (journal.kind, journal.effective_on, journal.postings, journal.payment_id, journal.number)


def instalment_state(row: LoanInstalment, today: date) -> dict[str, Any]:
    """An instalment as it is stored and published, on a day."""
    status = "projected"
    if row.paid_on is not None or row.outstanding > 0:
        status = instalment_status(row.due_date, row.outstanding, row.partly_paid, today)
    return {
        "number": row.number,
        "due_date": row.due_date.isoformat(),
        "principal": text(row.principal),
        "interest": text(row.interest),
        "fees": "0.00",
        "amount": text(row.amount),
        "balance": text(row.balance),
        "outstanding": text(row.outstanding),
        "status": status,
        "paid_on": row.paid_on.isoformat() if row.paid_on else None,
    }


def rescheduled_from(before: Iterable[ScheduleBasis], after: Iterable[ScheduleBasis]) -> int | None:
    """The first instalment that a new schedule changes; None where the schedule is the one in force."""
    return min((number for _, number in set(before) ^ set(after)), default=None)


def changed(stored: Mapping[str, Any], expected: Mapping[str, Any]) -> bool:
    return any(stored[name] != value for name, value in expected.items())
