"""What has to change so that the books say what a replay says: the fewest journals, the fewest instalments."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from finance.domain import arrears
from finance.domain.history import Row
from finance.domain.ledger import Journal
from lendkit.values.money import text


def differences(posted: Sequence[Journal], wanted: Sequence[Journal]) -> tuple[list[Journal], list[Journal]]:
    """(those to be mirrored, those to be posted): what stands in the ledger and should, is left alone."""
    stands = Counter(_content(each) for each in posted)
    missing = []
    for each in wanted:
        if stands[_content(each)]:
            stands[_content(each)] -= 1
        else:
            missing.append(each)
    wrong = []
    for each in reversed(posted):
        if stands[_content(each)]:
            stands[_content(each)] -= 1
            wrong.append(each)
    return wrong, missing


def _content(journal: Journal) -> tuple[Any, ...]:
    return (journal.kind, journal.effective_on, journal.lines, journal.payment_id, journal.number)


def instalment(row: Row, today: date) -> dict[str, Any]:
    """An instalment as it is kept and told, on a day."""
    status = "projected"
    if row.paid_on is not None or row.outstanding > 0:
        status = arrears.status(row.due_date, row.outstanding, row.touched, today)
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


def replaced_from(before: Iterable[Sequence[Any]], after: Iterable[Sequence[Any]]) -> int | None:
    """The first number that a new plan changes; None when the plan is the one in force. Both are lists of
    (payment, number): which payments made the schedule new, and from where."""
    old, new = {tuple(each) for each in before}, {tuple(each) for each in after}
    return min((number for _, number in old ^ new), default=None)


def changed(stored: Mapping[str, Any], wanted: Mapping[str, Any]) -> bool:
    return any(stored[name] != value for name, value in wanted.items())
