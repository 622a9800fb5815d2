"""Repayments: the instalments in force, each with its invoice."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from finance.queries import invoices
from finance.store.schedules import STATE
from lendkit.runtime import context, db
from lendkit.web import pages, scope
from lendkit.web.pages import Order

SORTS = {
    "due_date": Order("i.due_date", "date"),
    "-due_date": Order("i.due_date", "date", descending=True),
    "number": Order("i.number", "integer"),
}
_CONDITIONS = {
    "application_id": "i.application_id = :application_id",
    "loan_id": "i.loan_id = :loan_id",
    "status": "i.status = :status",
    "due_from": "i.due_date >= :due_from",
    "due_to": "i.due_date <= :due_to",
}
ITEM = f"{STATE} || jsonb_build_object('invoice', {invoices.of('repayment_id', 'i.id')})"


def find(args: Mapping[str, Any]) -> dict[str, Any]:
    """A page of what the caller may see; replaced instalments only where they are asked for."""
    page = pages.page(args, SORTS, "due_date", id="i.id")
    rule, params = scope.visible(context.actor(), "i.application_id")
    filters = {name: args[name] for name in _CONDITIONS if args.get(name)}
    rules = [rule, *(_CONDITIONS[name] for name in filters)]
    where = " AND ".join(rules if "status" in filters else [*rules, "i.status <> 'replaced'"])
    skip, after = page.where()
    rows = db.all(
        f"SELECT i.id, {page.key()}, {ITEM} AS body FROM instalment i WHERE {where} AND {skip} {page.tail()}",
        {**params, **filters, **after},
    )
    total = db.scalar(f"SELECT count(*) FROM instalment i WHERE {where}", {**params, **filters}) if page.first else None
    return page.answer(rows, lambda row: row.body, total)


def one(id: UUID) -> tuple[str, int] | None:
    """(JSON text, version), or None where the caller may not see it."""
    rule, params = scope.visible(context.actor(), "i.application_id")
    row = db.one(
        f"SELECT ({ITEM})::text AS body, i.version FROM instalment i WHERE i.id = :id AND {rule}", {**params, "id": id}
    )
    return None if row is None else (row.body, row.version)
