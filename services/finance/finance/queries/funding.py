"""The funding tables of an application, the newest first."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from finance.store.funding import FULL, STATE
from lendkit.runtime import context, db
from lendkit.values.errors import NotFound
from lendkit.web import pages, scope
from lendkit.web.pages import Order

SORTS = {"-number": Order("f.number", "integer", descending=True), "number": Order("f.number", "integer")}


def find(args: Mapping[str, Any]) -> dict[str, Any]:
    """A page of versions. Raises NotFound for an application that is not the caller's."""
    rule, who = scope.visible(context.actor(), "CAST(:application_id AS uuid)")
    of = {"application_id": args["application_id"]}
    if not db.scalar(f"SELECT {rule}", {**who, **of}):
        raise NotFound()
    page = pages.page(args, SORTS, "-number", id="f.id")
    skip, params = page.where()
    where = "FROM funding f WHERE f.application_id = :application_id"
    rows = db.all(f"SELECT f.id, {page.key()}, {FULL} AS body {where} AND {skip} {page.tail()}", {**params, **of})
    total = db.scalar(f"SELECT count(*) {where}", of) if page.first else None
    return page.answer(rows, lambda row: row.body, total)


def one(id: UUID) -> dict[str, Any] | None:
    rule, params = scope.visible(context.actor(), "f.application_id")
    found: dict[str, Any] | None = db.scalar(
        f"SELECT {FULL} FROM funding f WHERE f.id = :id AND {rule}", {**params, "id": id}
    )
    return found


def published(id: UUID) -> dict[str, Any] | None:
    """A version as other services keep it."""
    row = db.one(
        f"SELECT f.id, 1 AS version, false AS deleted, {STATE} AS body, f.created_at AS as_of FROM funding f"
        " WHERE f.id = :id",
        {"id": id},
    )
    return dict(row._mapping) if row else None
