"""One record as its events publish it, for the copies that other services keep."""

from typing import Any
from uuid import UUID

from finance.queries import fees, ledger, loans, payments
from finance.store import schedules
from lendkit.runtime import db

# noun of the internal path -> (FROM, alias, state)
NOUNS = {
    "fees": ("fee f", "f", fees.STATE, "f.version", "f.updated_at", "f.status = 'gone'"),
    "loans": ("loan l", "l", loans.STATE, "l.version", "l.updated_at", "false"),
    "repayments": ("instalment i", "i", schedules.STATE, "i.version", "i.updated_at", "false"),
    "payments": ("payment p", "p", payments.STATE, "p.version", "p.updated_at", "p.kind = 'refund'"),
    "journals": ("journal_entry e", "e", ledger.STATE, "1", "e.created_at", "false"),
}


def one(noun: str, id: UUID) -> dict[str, Any] | None:
    """{id, version, deleted, body, as_of}, or None."""
    table, alias, state, version, as_of, deleted = NOUNS[noun]
    row = db.one(
        f"SELECT {alias}.id, {version} AS version, {deleted} AS deleted, {state} AS body, {as_of} AS as_of"
        f" FROM {table} WHERE {alias}.id = :id",
        {"id": id},
    )
    return dict(row._mapping) if row else None
