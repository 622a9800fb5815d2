"""Reminders: a row per loan, due date and rule, so that none goes twice, whoever runs the job and how often."""

import json
from collections.abc import Sequence
from datetime import date
from typing import Any

from lendkit.messaging.work import Work
from lendkit.values.plain import plain

_OPEN = """
FROM instalment i JOIN loan l ON l.id = i.loan_id
WHERE i.status <> 'replaced' AND i.outstanding > 0 AND l.status = 'open'
"""
_FIELDS = "i.id AS instalment_id, i.loan_id, i.application_id, i.due_date, i.outstanding::text AS outstanding"
_UNSENT = """
AND NOT EXISTS (SELECT 1 FROM reminder r WHERE r.loan_id = l.id AND r.due_date = {due} AND r.rule = {rule})
"""


def coming(w: Work, rule: str, today: date, until: date, limit: int, *, interest: bool = False) -> Sequence[Any]:
    """Instalments that fall due from `today` to `until` and were not told of by this rule."""
    condition = "AND i.interest > 0" if interest else ""
    return w.all(
        f"SELECT {_FIELDS} {_OPEN} {condition} AND i.due_date BETWEEN :today AND :until"
        f" {_UNSENT.format(due='i.due_date', rule=':rule')} ORDER BY i.due_date, i.id LIMIT :limit",
        {"rule": rule, "today": today, "until": until, "limit": limit},
    )


def late(w: Work, rules: Sequence[tuple[str, int]], today: date, limit: int) -> Sequence[Any]:
    """Instalments past due by the days of a rule (name, days), the latest that has come, and not told of by it."""
    names, days = [name for name, _ in rules], [count for _, count in rules]
    return w.all(
        f"""SELECT {_FIELDS}, rule.name AS rule
        FROM instalment i JOIN loan l ON l.id = i.loan_id, LATERAL (
          SELECT name FROM unnest(CAST(:names AS text[]), CAST(:days AS integer[])) AS u (name, days)
          WHERE u.days <= CAST(:today AS date) - i.due_date ORDER BY u.days DESC LIMIT 1) rule
        WHERE i.status <> 'replaced' AND i.outstanding > 0 AND l.status = 'open' AND i.due_date < :today
          {_UNSENT.format(due="i.due_date", rule="rule.name")} ORDER BY i.due_date, i.id LIMIT :limit""",
        {"names": names, "days": days, "today": today, "limit": limit},
    )


def maturing(w: Work, rule: str, today: date, limit: int) -> Sequence[Any]:
    """Open loans whose last due date is at most a month away, and not told of."""
    due = "(l.state->>'maturity_date')::date"
    return w.all(
        f"""SELECT NULL::uuid AS instalment_id, l.id AS loan_id, l.application_id, {due} AS due_date,
          l.state->>'principal' AS outstanding
        FROM loan l WHERE l.status = 'open' AND :today BETWEEN ({due} - interval '1 month')::date AND {due}
          AND (l.state->>'principal')::numeric > 0
          {_UNSENT.format(due=due, rule=":rule")} ORDER BY l.id LIMIT :limit""",
        {"rule": rule, "today": today, "limit": limit},
    )


def claim(w: Work, rows: Sequence[dict[str, Any]]) -> set[Any]:
    """The ids of those that are ours to send: another run may have been quicker."""
    found = w.all(
        """INSERT INTO reminder (id, loan_id, instalment_id, rule, due_date)
        SELECT (r->>'id')::uuid, (r->>'loan_id')::uuid, (r->>'instalment_id')::uuid, r->>'rule', (r->>'due_date')::date
        FROM jsonb_array_elements(CAST(:rows AS jsonb)) AS r ON CONFLICT DO NOTHING RETURNING id""",
        {"rows": json.dumps(plain(list(rows)))},
    )
    return {row.id for row in found}
