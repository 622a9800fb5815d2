"""Tell of repayments that come near or are late. In slices, so that what is live stays live."""

from collections.abc import Callable, Sequence
from datetime import date, timedelta
from typing import Any

from finance.domain import reminders as rules
from finance.domain.reminders import Rule
from finance.store import reminders as store
from lendkit.contracts.envelope import Event
from lendkit.messaging.work import Work, work
from lendkit.values.identifiers import uuid7

SLICE = 200
Find = Callable[[Work], Sequence[Any]]


def due_soon(today: date) -> None:
    """Repayments within 7 days, interest within 14, loans that end within a month: each once."""
    upcoming, interest, maturity = rules.UPCOMING, rules.INTEREST, rules.MATURITY
    week, fortnight = today + timedelta(days=upcoming.days), today + timedelta(days=interest.days)
    _send(lambda w: store.coming(w, upcoming.name, today, week, SLICE), upcoming, today)
    _send(lambda w: store.coming(w, interest.name, today, fortnight, SLICE, interest=True), interest, today)
    _send(lambda w: store.maturing(w, maturity.name, today, SLICE), maturity, today)


def overdue(today: date) -> None:
    """Repayments 3, 7 and 10 days past due: the latest of these whose day has come, each once."""
    by_name = {rule.name: rule for rule in rules.OVERDUE}
    steps = [(rule.name, rule.days) for rule in rules.OVERDUE]
    while True:
        with work() as w:
            rows = store.late(w, steps, today, SLICE)
            for row, id in _claimed(w, rows, lambda row: str(row.rule)):
                _tell(w, "repayment_overdue", row, id, by_name[row.rule].cause, by_name[row.rule].days)
        if len(rows) < SLICE:
            return


def _send(find: Find, rule: Rule, today: date) -> None:
    while True:
        with work() as w:
            rows = find(w)
            for row, id in _claimed(w, rows, lambda _: rule.name):
                _tell(w, "repayment_upcoming", row, id, rule.cause, (row.due_date - today).days)
        if len(rows) < SLICE:
            return


def _claimed(w: Work, rows: Sequence[Any], rule: Callable[[Any], str]) -> list[tuple[Any, Any]]:
    pairs = [(row, uuid7()) for row in rows]
    wanted = [
        {"id": id, "loan_id": r.loan_id, "instalment_id": r.instalment_id, "rule": rule(r), "due_date": r.due_date}
        for r, id in pairs
    ]
    ours = store.claim(w, wanted) if wanted else set()
    return [(row, id) for row, id in pairs if id in ours]


def _tell(w: Work, what: str, row: Any, id: Any, cause: str, days: int) -> None:
    data = {
        "id": id,
        "version": 1,
        "application_id": row.application_id,
        "loan_id": row.loan_id,
        "instalment_id": row.instalment_id,
        "cause": cause,
        "due_date": row.due_date,
        "outstanding": row.outstanding,
        "days": days,
    }
    w.emit(Event.new(f"finance.{what}.v1", subject=id, sequence=1, data=data))
