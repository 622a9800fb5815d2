"""Remind of repayments that are coming up or overdue. In slices, so that live events are not held up."""

from collections.abc import Callable, Sequence
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from finance.domain import reminders as rules
from finance.domain.reminders import Rule
from finance.store import reminders
from finance.store.reminders import ReminderRow
from lendkit.messaging.work import Work, work
from lendkit.values.identifiers import uuid7

SLICE = 200
Find = Callable[[Work], Sequence[ReminderRow]]
UPCOMING, OVERDUE = "finance.repayment_upcoming.v1", "finance.repayment_overdue.v1"


def due_soon(today: date) -> None:
    """Repayments within 7 days, interest within 14, loans that mature within a month: each once."""
    coming, interest, maturity = rules.UPCOMING, rules.INTEREST, rules.MATURITY
    week, fortnight = today + timedelta(days=coming.days), today + timedelta(days=interest.days)
    _send(UPCOMING, [coming], today, lambda w: reminders.upcoming(w, coming.name, today, week, SLICE))
    _send(
        UPCOMING,
        [interest],
        today,
        lambda w: reminders.upcoming(w, interest.name, today, fortnight, SLICE, with_interest=True),
    )
    _send(UPCOMING, [maturity], today, lambda w: reminders.maturing(w, maturity.name, today, SLICE))


def overdue(today: date) -> None:
    """Repayments 3, 7 and 10 days past due: the latest of these whose day has come, each once."""
    steps = [(rule.name, rule.days) for rule in rules.OVERDUE]
    _send(OVERDUE, rules.OVERDUE, today, lambda w: reminders.overdue(w, steps, today, SLICE))


def _send(event: str, family: Sequence[Rule], today: date, find: Find) -> None:
    by_name = {rule.name: rule for rule in family}
    while True:
        with work() as w:
            rows = find(w)
            for id, row in _claimed(w, rows).items():
                rule = by_name[row.rule]
                days = rule.days if event == OVERDUE else (row.due_date - today).days
                w.publish(event, _state(id, row, rule, days))
        if len(rows) < SLICE:
            return


def _claimed(w: Work, rows: Sequence[ReminderRow]) -> dict[UUID, ReminderRow]:
    """Those that no other run has sent."""
    by_id = {uuid7(): row for row in rows}
    claims = [
        {"id": id, **{name: getattr(row, name) for name in ("loan_id", "instalment_id", "rule", "due_date")}}
        for id, row in by_id.items()
    ]
    ours = reminders.claim(w, claims) if claims else set()
    return {id: row for id, row in by_id.items() if id in ours}


def _state(id: UUID, row: ReminderRow, rule: Rule, days: int) -> dict[str, Any]:
    """`cause` is `reminder_type` under its old name, for consumers of version 1."""
    return {
        "id": id,
        "version": 1,
        "application_id": row.application_id,
        "loan_id": row.loan_id,
        "instalment_id": row.instalment_id,
        "reminder_type": rule.reminder_type,
        "cause": rule.reminder_type,
        "due_date": row.due_date,
        "outstanding": row.outstanding,
        "days": days,
    }
