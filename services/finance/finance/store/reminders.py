"""Reminders: a row per loan, due date and rule, so that none is sent twice, whoever runs the job and how often."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from lendkit.messaging.work import Work
from lendkit.runtime.sql import load
from lendkit.values.plain import plain

_UPCOMING = load(__file__, "upcoming_reminders.sql")
_OVERDUE = load(__file__, "overdue_reminders.sql")
_MATURITY = load(__file__, "maturity_reminders.sql")


@dataclass(frozen=True)
class ReminderRow:
    """What a rule found: an instalment, or a loan that matures (without one)."""

    instalment_id: UUID | None
    loan_id: UUID
    application_id: UUID
    due_date: date
    outstanding: str
    rule: str


def upcoming(
    w: Work, rule: str, today: date, until: date, limit: int, *, with_interest: bool = False
) -> Sequence[ReminderRow]:
    """Instalments that fall due from `today` to `until` and were not reminded of by this rule."""
    params = {"rule": rule, "today": today, "until": until, "limit": limit, "with_interest": with_interest}
    return w.all(_UPCOMING, params, into=ReminderRow)


def overdue(w: Work, rules: Sequence[tuple[str, int]], today: date, limit: int) -> Sequence[ReminderRow]:
    """Instalments past due by the days of a rule (name, days), the latest that has come, and not reminded of by it."""
    names, days = [name for name, _ in rules], [count for _, count in rules]
    return w.all(_OVERDUE, {"names": names, "days": days, "today": today, "limit": limit}, into=ReminderRow)


def maturing(w: Work, rule: str, today: date, limit: int) -> Sequence[ReminderRow]:
    """Open loans that mature within a month and were not reminded of by this rule."""
    return w.all(_MATURITY, {"rule": rule, "today": today, "limit": limit}, into=ReminderRow)


def claim(w: Work, rows: Sequence[dict[str, Any]]) -> set[UUID]:
    """The ids of those that are ours to send: another run may have been quicker."""
    inserted = w.all(
        """INSERT INTO reminder (id, loan_id, instalment_id, rule, due_date)
        SELECT (r->>'id')::uuid, (r->>'loan_id')::uuid, (r->>'instalment_id')::uuid, r->>'rule', (r->>'due_date')::date
        FROM jsonb_array_elements(CAST(:rows AS jsonb)) AS r ON CONFLICT DO NOTHING RETURNING id""",
        {"rows": json.dumps(plain(list(rows)))},
    )
    return {row.id for row in inserted}
