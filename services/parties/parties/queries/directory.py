"""Brokers, BDMs and branches."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from lendkit.runtime import context, db
from lendkit.values.identifiers import digits
from lendkit.web import pages
from lendkit.web.pages import Order
from parties.store import visibility
from parties.store.directory import STATE

SORTS = {"name": Order("lower(d.name)", "text"), "-created_at": Order("d.created_at", "timestamptz", descending=True)}
_FILTER = """
d.kind = :kind
AND (CAST(:q AS text) IS NULL OR d.name ILIKE :q OR d.body->>'company' ILIKE :q OR d.body->>'email' ILIKE :q
     OR (CAST(:digits AS text) <> '' AND translate(d.body->>'phone', ' +-()', '') LIKE '%' || :digits))
AND (CAST(:branch_id AS uuid) IS NULL OR d.branch_id = :branch_id)
AND (CAST(:bd_id AS uuid) IS NULL OR CAST(:bd_id AS uuid) = ANY(d.bd_ids))
AND (CAST(:broker_id AS uuid) IS NULL OR d.id = :broker_id OR EXISTS (
     SELECT 1 FROM directory b WHERE b.id = :broker_id AND (d.id = b.branch_id OR d.id = ANY(b.bd_ids))))
"""
# Who is linked to an entry, whichever side holds the link.
_LINKS = """
jsonb_build_object(
  'brokers', coalesce((SELECT jsonb_agg(jsonb_build_object('id', b.id, 'name', b.name) ORDER BY b.name)
     FROM directory b WHERE b.kind = 'broker' AND (b.branch_id = d.id OR d.id = ANY(b.bd_ids))), '[]'::jsonb),
  'bdms', coalesce((SELECT jsonb_agg(jsonb_build_object('id', b.id, 'name', b.name) ORDER BY b.name)
     FROM directory b WHERE b.kind = 'bdm' AND (b.branch_id = d.id OR b.id = ANY(d.bd_ids))), '[]'::jsonb))
"""


def find(kind: str, args: Mapping[str, Any]) -> dict[str, Any]:
    """A page of one kind."""
    page = pages.page(args, SORTS, "name", id="d.id")
    skip, params = page.where()
    rule, who = visibility.of_entry(context.actor())
    q = args.get("q")
    params |= who | {"kind": kind} | {name: args.get(name) for name in ("branch_id", "bd_id", "broker_id")}
    number = digits(q).lstrip("+0") if q else ""
    params |= {"q": pages.like(q) if q else None, "digits": number if number.isdecimal() else ""}
    where = f"FROM directory d WHERE {rule} AND {_FILTER}"
    rows = db.all(f"SELECT d.id, {page.key()}, {STATE} AS body {where} AND {skip} {page.tail()}", params)
    total = db.scalar(f"SELECT count(*) {where}", params) if page.first else None
    return page.answer(rows, lambda row: row.body, total)


def one(kind: str, id: UUID) -> dict[str, Any] | None:
    """One entry with its links both ways; None when it is not there for the caller."""
    rule, params = visibility.of_entry(context.actor())
    found: dict[str, Any] | None = db.scalar(
        f"SELECT {STATE} || {_LINKS} FROM directory d WHERE d.id = :id AND d.kind = :kind AND {rule}",
        {**params, "id": id, "kind": kind},
    )
    return found


def published(kind: str, id: UUID) -> dict[str, Any] | None:
    """An entry as other services keep it."""
    row = db.one(
        f"SELECT d.id, d.version, false AS deleted, {STATE} AS body, d.updated_at AS as_of FROM directory d"
        " WHERE d.id = :id AND d.kind = :kind",
        {"id": id, "kind": kind},
    )
    return dict(row._mapping) if row else None
