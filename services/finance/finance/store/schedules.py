"""Schedules and their instalments: each version stays, what it replaces is marked so. All in single statements."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any
from uuid import UUID

from finance.domain.loan.history import ScheduleBasis
from finance.store.loans import LoanRow
from lendkit.messaging.work import Work
from lendkit.values.identifiers import uuid7
from lendkit.values.plain import plain

State = Mapping[str, Any]

# The public state of an instalment, which the API calls a repayment.
STATE = """jsonb_build_object('id', i.id, 'version', i.version, 'application_id', i.application_id,
  'loan_id', i.loan_id, 'schedule_id', i.schedule_id, 'number', i.number, 'due_date', i.due_date,
  'principal', i.principal::text,
  'interest', i.interest::text, 'fees', i.fees::text, 'amount', i.amount::text, 'balance', i.balance::text,
  'outstanding', i.outstanding::text, 'status', i.status, 'paid_on', i.paid_on)"""
_ROWS = """
SELECT (r->>'id')::uuid AS id, (r->>'number')::integer AS number, (r->>'due_date')::date AS due_date,
  (r->>'principal')::numeric AS principal, (r->>'interest')::numeric AS interest, (r->>'fees')::numeric AS fees,
  (r->>'amount')::numeric AS amount, (r->>'balance')::numeric AS balance,
  (r->>'outstanding')::numeric AS outstanding, r->>'status' AS status, (r->>'paid_on')::date AS paid_on
FROM jsonb_array_elements(CAST(:rows AS jsonb)) AS r
"""
_INSERT = f"""
INSERT INTO instalment AS i (id, application_id, loan_id, schedule_id, number, due_date, principal, interest, fees,
  amount, balance, outstanding, status, paid_on)
SELECT r.id, :application, :loan, :schedule, r.number, r.due_date, r.principal, r.interest, r.fees, r.amount, r.balance,
  r.outstanding, r.status, r.paid_on
FROM ({_ROWS}) r ORDER BY r.number
RETURNING {STATE} AS state
"""
_UPDATE = f"""
UPDATE instalment i SET version = i.version + 1, updated_at = clock_timestamp(), due_date = r.due_date,
  principal = r.principal, interest = r.interest, fees = r.fees, amount = r.amount, balance = r.balance,
  outstanding = r.outstanding, status = r.status, paid_on = r.paid_on
FROM ({_ROWS}) r WHERE i.id = r.id
RETURNING {STATE} AS state
"""
_REPLACE = f"""
UPDATE instalment i SET version = version + 1, updated_at = clock_timestamp(), status = 'replaced', outstanding = 0
WHERE i.id = ANY(CAST(:ids AS uuid[]))
RETURNING {STATE} AS state
"""


@dataclass(frozen=True)
class ScheduleRow:
    """`basis_json`: which payments led to it, and from which instalment, as [payment, number]."""

    id: UUID
    number: int
    basis_json: Sequence[Sequence[Any]]

    @property
    def basis(self) -> list[ScheduleBasis]:
        return [(payment, number) for payment, number in self.basis_json]


def latest(w: Work, loan: UUID) -> ScheduleRow | None:
    """The newest version, or None before the first."""
    return w.one(
        "SELECT id, number, basis AS basis_json FROM schedule WHERE loan_id = :id ORDER BY number DESC LIMIT 1",
        {"id": loan},
        into=ScheduleRow,
        prepare=True,
    )


def insert(
    w: Work, loan: LoanRow, number: int, reason: str, basis: Sequence[ScheduleBasis], rows: Sequence[State]
) -> State:
    """A new version; `rows` are all instalments of the loan as they are now. Returns its public state."""
    facts = {
        "id": uuid7(),
        "application_id": loan.application_id,
        "loan_id": loan.id,
        "number": number,
        "reason": reason,
        "instalments": len(rows),
        "first_due_date": rows[0]["due_date"] if rows else None,
        "last_due_date": rows[-1]["due_date"] if rows else None,
        "interest": str(sum((Decimal(row["interest"]) for row in rows), Decimal("0.00"))),
    }
    w.execute(
        """INSERT INTO schedule (id, application_id, loan_id, number, reason, basis, instalments, first_due_date,
          last_due_date, interest)
        VALUES (:id, :application_id, :loan_id, :number, :reason, CAST(:basis AS jsonb), :instalments, :first_due_date,
          :last_due_date, CAST(:interest AS numeric))""",
        {**facts, "basis": json.dumps(list(basis))},
    )
    return {**facts, "version": 1}


def instalments(w: Work, loan: UUID) -> dict[int, State]:
    """The states of the instalments in force, by number."""
    rows = w.all(
        f"SELECT {STATE} AS state FROM instalment i WHERE i.loan_id = :id AND i.status <> 'replaced' ORDER BY i.number",
        {"id": loan},
        prepare=True,
    )
    return {row.state["number"]: row.state for row in rows}


def latest_ids(w: Work, loan: UUID) -> dict[int, UUID]:
    """The newest instalment with each number, also one that was replaced: journals posted for it name it."""
    rows = w.all("SELECT number, id FROM instalment WHERE loan_id = :id ORDER BY id", {"id": loan}, prepare=True)
    return {row.number: row.id for row in rows}


def add_instalments(w: Work, loan: LoanRow, schedule: UUID, rows: Sequence[State]) -> list[State]:
    """`rows` have an `id` and all that `reconcile.instalment_state` says. Returns their states."""
    params = {"application": loan.application_id, "loan": loan.id, "schedule": schedule}
    return _states(w.all(_INSERT, {**params, "rows": json.dumps(plain(list(rows)))}) if rows else [])


def update_instalments(w: Work, rows: Sequence[State]) -> list[State]:
    return _states(w.all(_UPDATE, {"rows": json.dumps(plain(list(rows)))}, prepare=True) if rows else [])


def replace_instalments(w: Work, ids: Sequence[Any]) -> list[State]:
    return _states(w.all(_REPLACE, {"ids": [str(id) for id in ids]}) if ids else [])


def instalment(w: Work, id: UUID) -> State | None:
    state: State | None = w.scalar(f"SELECT {STATE} FROM instalment i WHERE i.id = :id", {"id": id}, prepare=True)
    return state


def _states(rows: Sequence[Any]) -> list[State]:
    return sorted((row.state for row in rows), key=lambda state: state["number"])
