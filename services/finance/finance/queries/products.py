"""Products."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from finance.store.products import STATE
from lendkit.runtime import db
from lendkit.web import pages
from lendkit.web.pages import Order

SORTS = {
    "name": Order("lower(p.name)", "text"),
    "-created_at": Order("p.created_at", "timestamptz", descending=True),
}


def find(args: Mapping[str, Any]) -> dict[str, Any]:
    """A page of products."""
    page = pages.page(args, SORTS, "name", id="p.id")
    skip, params = page.where()
    params |= {"q": pages.like(args["q"]) if args.get("q") else None}
    where = "FROM product p WHERE (CAST(:q AS text) IS NULL OR p.name ILIKE :q)"
    rows = db.all(f"SELECT p.id, {page.key()}, {STATE} AS body {where} AND {skip} {page.tail()}", params)
    total = db.scalar(f"SELECT count(*) {where}", params) if page.first else None
    return page.answer(rows, lambda row: row.body, total)


def one(id: UUID) -> dict[str, Any] | None:
    body: dict[str, Any] | None = db.scalar(f"SELECT {STATE} FROM product p WHERE p.id = :id", {"id": id})
    return body
