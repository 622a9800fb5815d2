"""Fees, each with its invoice."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from finance.queries import invoices
from finance.store.fees import STATE
from lendkit.runtime import context, db
from lendkit.web import pages, scope
from lendkit.web.pages import Order

SORTS = {
    "created_at": Order("f.seq", "bigint"),
    "-created_at": Order("f.seq", "bigint", descending=True),
    "-amount": Order("f.amount", "numeric", descending=True),
}
_CONDITIONS = {
    "application_id": "f.application_id = :application_id",
    "status": "f.status = :status",
    "type": "f.type = :type",
}
_ITEM = f"{STATE} || jsonb_build_object('invoice', {invoices.of('fee_id', 'f.id')})"


def find(args: Mapping[str, Any]) -> dict[str, Any]:
    """A page of what the caller may see."""
    page = pages.page(args, SORTS, "created_at", id="f.id")
    rule, params = scope.visible(context.actor(), "f.application_id")
    filters = {name: args[name] for name in _CONDITIONS if args.get(name)}
    where = " AND ".join([rule, "f.status <> 'gone'", *(_CONDITIONS[name] for name in filters)])
    skip, after = page.where()
    rows = db.all(
        f"SELECT f.id, {page.key()}, {_ITEM} AS body FROM fee f WHERE {where} AND {skip} {page.tail()}",
        {**params, **filters, **after},
    )
    total = db.scalar(f"SELECT count(*) FROM fee f WHERE {where}", {**params, **filters}) if page.first else None
    return page.answer(rows, lambda row: row.body, total)


def one(id: UUID) -> tuple[str, int] | None:
    """(JSON text, version), or None where the caller may not see it."""
    rule, params = scope.visible(context.actor(), "f.application_id")
    row = db.one(
        f"SELECT ({_ITEM})::text AS body, f.version FROM fee f WHERE f.id = :id AND f.status <> 'gone' AND {rule}",
        {**params, "id": id},
    )
    return None if row is None else (row.body, row.version)
