"""Brokers, BDMs and branches that the caller may see."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from lendkit.runtime import context, db
from lendkit.runtime.sql import load
from lendkit.values.identifiers import digits
from lendkit.web import pages
from lendkit.web.pages import Order
from parties.store import visibility
from parties.store.directory import STATE, EntryState

SORTS = {"name": Order("lower(d.name)", "text"), "-created_at": Order("d.created_at", "timestamptz", descending=True)}
_MATCHING = load(__file__, "matching_entries.sql")
_ENTRY = load(__file__, "entry.sql").replace(":state", STATE)


def find(kind: str, args: Mapping[str, Any]) -> dict[str, Any]:
    """A page of one kind."""
    page = pages.page(args, SORTS, "name", id="d.id")
    skip, params = page.where()
    rule, visible = visibility.of_entry(context.actor())
    q = args.get("q")
    number = digits(q).lstrip("+0") if q else ""
    params |= visible | {"kind": kind} | {name: args.get(name) for name in ("branch_id", "bd_id", "broker_id")}
    params |= {"q": pages.like(q) if q else None, "digits": number if number.isdecimal() else ""}
    matching = _MATCHING.replace(":visible", rule)
    rows = db.all(f"SELECT d.id, {page.key()}, {STATE} AS body FROM ({matching}) d WHERE {skip} {page.tail()}", params)
    total = db.scalar(f"SELECT count(*) FROM ({matching}) d", params) if page.first else None
    return page.answer(rows, lambda row: row.body, total)


def get(kind: str, id: UUID) -> EntryState | None:
    """One entry with its links both ways; None when it is not there for the caller."""
    rule, params = visibility.of_entry(context.actor())
    state: EntryState | None = db.scalar(_ENTRY.replace(":visible", rule), {**params, "id": id, "kind": kind})
    return state


def published(kind: str, id: UUID) -> dict[str, Any] | None:
    """An entry as other services keep it."""
    row = db.one(
        f"SELECT d.id, d.version, false AS deleted, {STATE} AS body, d.updated_at AS as_of FROM directory d"
        " WHERE d.id = :id AND d.kind = :kind",
        {"id": id, "kind": kind},
    )
    return dict(row._mapping) if row else None
