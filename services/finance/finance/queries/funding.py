"""The funding tables of an application, the newest first."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from finance.store.funding import FULL
from lendkit.runtime import context, db
from lendkit.web import pages, scope
from lendkit.web.pages import Order

SORTS = {"-number": Order("f.number", "integer", descending=True), "number": Order("f.number", "integer")}


def find(args: Mapping[str, Any]) -> dict[str, Any] | None:
    """A page of versions. None for an application that the caller may not see."""
    rule, who = scope.visible(context.actor(), "CAST(:application_id AS uuid)")
    application = {"application_id": args["application_id"]}
    if not db.scalar(f"SELECT {rule}", {**who, **application}):
        return None
    page = pages.page(args, SORTS, "-number", id="f.id")
    skip, params = page.where()
    where = "FROM funding f WHERE f.application_id = :application_id"
    rows = db.all(
        f"SELECT f.id, {page.key()}, {FULL} AS body {where} AND {skip} {page.tail()}", {**params, **application}
    )
    total = db.scalar(f"SELECT count(*) {where}", application) if page.first else None
    return page.answer(rows, lambda row: row.body, total)


def one(id: UUID) -> dict[str, Any] | None:
    rule, params = scope.visible(context.actor(), "f.application_id")
    body: dict[str, Any] | None = db.scalar(
        f"SELECT {FULL} FROM funding f WHERE f.id = :id AND {rule}", {**params, "id": id}
    )
    return body
