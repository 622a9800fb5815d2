"""Rows of `payment`: money that came in, with where it went, and overpayments that were given back."""

import json
from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from finance.domain import allocation
from finance.domain.allocation import Share
from lendkit.messaging.work import Work
from lendkit.values.money import text
from lendkit.values.plain import plain

COLUMNS = """id, version, seq, application_id, loan_id, instalment_id, aim, kind, amount, received_on, reference,
  allocation, allocation_order, status, reason, created_at"""


def insert(w: Work, row: Mapping[str, Any]) -> Any:
    """Not allocated yet: that is worked out with the whole history."""
    return w.one(
        f"""INSERT INTO payment (id, application_id, loan_id, instalment_id, aim, kind, amount, received_on, reference,
          allocation, allocation_order, status, created_by)
        VALUES (:id, :application_id, :loan_id, :instalment_id, :aim, :kind, :amount, :received_on, :reference, '{{}}',
          CAST(:order AS text[]), 'received', CAST(:created_by AS jsonb))
        RETURNING {COLUMNS}""",
        {**row, "created_by": json.dumps(row["created_by"])},
        prepare=True,
    )


def loan_of(w: Work, id: UUID) -> UUID | None:
    """The application whose loan it was paid on."""
    found: UUID | None = w.scalar("SELECT application_id FROM payment WHERE id = :id", {"id": id})
    return found


def lock(w: Work, id: UUID) -> Any:
    return w.one(f"SELECT {COLUMNS} FROM payment WHERE id = :id FOR UPDATE", {"id": id})


def of_loan(w: Work, loan: UUID) -> Sequence[Any]:
    return w.all(
        f"SELECT {COLUMNS} FROM payment WHERE loan_id = :id ORDER BY received_on, seq", {"id": loan}, prepare=True
    )


def allocated(w: Work, id: UUID, record: Mapping[str, Any], *, first: bool) -> Any:
    """Write where it went; the first time belongs to its first version."""
    return w.one(
        f"""UPDATE payment SET allocation = CAST(:record AS jsonb), version = version + CAST(:step AS integer),
          updated_at = clock_timestamp() WHERE id = :id RETURNING {COLUMNS}""",
        {"id": id, "record": json.dumps(plain(dict(record))), "step": 0 if first else 1},
        prepare=True,
    )


def reverse(w: Work, id: UUID, reason: str) -> Any:
    return w.one(
        f"""UPDATE payment SET status = 'reversed', reason = :reason, version = version + 1,
          updated_at = clock_timestamp() WHERE id = :id RETURNING {COLUMNS}""",
        {"id": id, "reason": reason},
    )


def record(shares: Sequence[Share]) -> dict[str, Any]:
    """An allocation as it is kept: the five totals, and each share."""
    sums = {part: text(amount) for part, amount in allocation.totals(shares).items()}
    return {**sums, "shares": [share.as_record() for share in shares]}


def state(row: Any) -> dict[str, Any]:
    """What every event about a payment says of it."""
    return {
        "id": row.id,
        "version": row.version,
        "application_id": row.application_id,
        "loan_id": row.loan_id,
        "instalment_id": row.instalment_id,
        "amount": text(row.amount),
        "received_on": row.received_on,
        "reference": row.reference,
        "allocation": {part: row.allocation[part] for part in allocation.PARTS},
        "status": row.status,
        "reason": row.reason,
    }
