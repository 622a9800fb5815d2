"""One record of each kind as its events publish it, for the copies that other services keep."""

from collections.abc import Callable, Mapping
from typing import Any
from uuid import UUID

from finance.store import fees, funding, ledger, loans, payments, products, schedules
from lendkit.runtime import db

Published = Mapping[str, Any] | None


def _record(table: str, state: str, *, version: str, as_of: str, deleted: str = "false") -> Callable[[UUID], Published]:
    """A query for `{id, version, deleted, body, as_of}` of one row; `table` names it with its alias."""
    alias = table.split()[1]
    statement = f"""SELECT jsonb_build_object('id', {alias}.id, 'version', {version}, 'deleted', {deleted},
        'body', {state}, 'as_of', {as_of})
      FROM {table} WHERE {alias}.id = :id"""

    def one(id: UUID) -> Published:
        record: Published = db.scalar(statement, {"id": id})
        return record

    return one


def _versioned(table: str, state: str, *, deleted: str = "false") -> Callable[[UUID], Published]:
    alias = table.split()[1]
    return _record(table, state, version=f"{alias}.version", as_of=f"{alias}.updated_at", deleted=deleted)


def _immutable(table: str, state: str) -> Callable[[UUID], Published]:
    return _record(table, state, version="1", as_of=f"{table.split()[1]}.created_at")


# noun of the internal path → its query
RECORDS: Mapping[str, Callable[[UUID], Published]] = {
    "fees": _versioned("fee f", fees.STATE, deleted="f.status = 'gone'"),
    "loans": _versioned("loan l", loans.STATE),
    "repayments": _versioned("instalment i", schedules.STATE),
    "payments": _versioned("payment p", payments.STATE, deleted="p.kind = 'refund'"),
    "journals": _immutable("journal_entry e", ledger.STATE),
    "products": _immutable("product p", products.STATE),
    "funding": _immutable("funding f", funding.STATE),
}
