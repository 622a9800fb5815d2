"""The admin's list of users, one user, and a user for other services."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from auth.store.users import STATE
from lendkit.runtime import db
from lendkit.web import pages
from lendkit.web.pages import Order

SORTS = {
    "name": Order("name", "text"),
    "email": Order("email", "text"),
    "-created_at": Order("created_at", "timestamptz", descending=True),
}
_FILTER = """
(CAST(:role AS text) IS NULL OR role = :role)
AND (CAST(:active AS boolean) IS NULL OR active = :active)
AND (CAST(:q AS text) IS NULL OR name ILIKE :q OR email ILIKE :q)
"""


def page(args: Mapping[str, Any]) -> dict[str, Any]:
    """A page of users."""
    paging = pages.page(args, SORTS, "name")
    after, params = paging.where()
    q = args.get("q")
    params |= {"role": args.get("role"), "active": args.get("active"), "q": pages.like(q) if q else None}
    rows = db.all(
        f"SELECT id, {paging.key()}, {STATE} AS body FROM app_user WHERE {_FILTER} AND {after} {paging.tail()}", params
    )
    total = db.scalar(f"SELECT count(*) FROM app_user WHERE {_FILTER}", params) if paging.first else None
    return paging.answer(rows, lambda row: row.body, total)


def by_id(id: UUID) -> dict[str, Any] | None:
    """A user's state."""
    state: dict[str, Any] | None = db.scalar(f"SELECT {STATE} FROM app_user WHERE id = :id", {"id": id})
    return state


def published(id: UUID) -> dict[str, Any] | None:
    """A user as other services keep it."""
    row = db.one(f"SELECT id, version, updated_at AS as_of, {STATE} AS body FROM app_user WHERE id = :id", {"id": id})
    return {**row._mapping, "deleted": False} if row else None
