"""The caller's own list, the newest first."""

from collections.abc import Mapping
from typing import Any

from lendkit.runtime import context, db
from lendkit.web import pages
from lendkit.web.pages import Order
from notifications.store.notifications import STATE

SORTS = {"-created_at": Order("n.created_at", "timestamptz", descending=True)}
_OWN = "FROM notification n WHERE n.user_id = :user AND n.in_app AND n.deleted_at IS NULL"
_FILTER = "(CAST(:unread AS boolean) IS NULL OR (n.read_at IS NULL) = :unread)"


def find(args: Mapping[str, Any]) -> dict[str, Any]:
    """A page, and how many are unread in all."""
    page = pages.page(args, SORTS, "-created_at", id="n.id")
    skip, params = page.where()
    params |= {"user": context.actor().id, "unread": args.get("unread")}
    where = f"{_OWN} AND {_FILTER}"
    rows = db.all(f"SELECT n.id, {page.key()}, {STATE} AS body {where} AND {skip} {page.tail()}", params)
    total = db.scalar(f"SELECT count(*) {where}", params) if page.first else None
    unread = db.scalar(f"SELECT count(*) {_OWN} AND n.read_at IS NULL", params)
    return page.answer(rows, lambda row: row.body, total, unread=unread)
