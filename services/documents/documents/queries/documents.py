"""Documents as their readers see them."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from documents.store.documents import SHOWN, STATE, TABLES, visible
from lendkit.runtime import context, db
from lendkit.web import pages
from lendkit.web.pages import Order

SORTS = {
    "-created_at": Order("d.created_at", "timestamptz", descending=True),
    "created_at": Order("d.created_at", "timestamptz"),
    "name": Order("f.name", "text"),
    "type": Order("d.type", "text"),
}
FILTERS = ("application_id", "fee_id", "repayment_id", "note_id", "party_id", "type")
_VERSIONS = """
SELECT coalesce(jsonb_agg(jsonb_build_object('number', v.number, 'name', v.name, 'content_type', v.content_type,
  'size', v.size, 'sha256', v.sha256, 'created_by', v.author, 'created_at', v.created_at,
  'path', '/api/documents/' || d.id || '/content/?version=' || v.number) ORDER BY v.number DESC), '[]')
FROM document d JOIN file v ON v.document_id = d.id WHERE d.id = :id AND {rule} GROUP BY d.id
"""


def one(id: UUID) -> dict[str, Any] | None:
    """None where there is nothing that this caller may see."""
    rule, params = visible(context.actor())
    found = db.scalar(f"SELECT {SHOWN} FROM {TABLES} WHERE d.id = :id AND {rule}", {**params, "id": id})
    return None if found is None else dict(found)


def find(args: Mapping[str, Any]) -> dict[str, Any]:
    """A page of the documents on applications; what is staged is not in it."""
    rule, params = visible(context.actor())
    page = pages.page(args, SORTS, "-created_at", id="d.id")
    skip, after = page.where()
    given = {name: args[name] for name in FILTERS if args.get(name) is not None}
    where = " AND ".join([f"{rule} AND d.application_id IS NOT NULL", *(f"d.{name} = :{name}" for name in given)])
    params = {**params, **given}
    sql = f"SELECT d.id, {page.key()}, {STATE} AS body FROM {TABLES} WHERE {where} AND {skip} {page.tail()}"
    rows = db.all(sql, {**params, **after})
    total = db.scalar(f"SELECT count(*) FROM document d WHERE {where}", params) if page.first else None
    return page.answer(rows, lambda row: row.body, total)


def versions(id: UUID) -> list[dict[str, Any]] | None:
    """All its files, the newest first; None where there is nothing that this caller may see."""
    rule, params = visible(context.actor())
    found = db.scalar(_VERSIONS.format(rule=rule), {**params, "id": id})
    return None if found is None else list(found)


def file(id: UUID, number: int | None) -> Any:
    """The row of one of its files, the newest without a number; None where there is no such thing to see."""
    rule, params = visible(context.actor())
    sql = f"""SELECT f.id, f.name, f.content_type, f.size, f.sha256 FROM document d JOIN file f ON f.document_id = d.id
      WHERE d.id = :id AND {rule} AND (CAST(:number AS integer) IS NULL OR f.number = :number)
      ORDER BY f.number DESC LIMIT 1"""
    return db.one(sql, {**params, "id": id, "number": number})


def published(id: UUID) -> dict[str, Any] | None:
    """A document as other services keep it."""
    row = db.one(
        f"""SELECT d.id, d.version, false AS deleted, {STATE} AS body, f.created_at AS as_of
        FROM {TABLES} WHERE d.id = :id AND d.application_id IS NOT NULL""",
        {"id": id},
    )
    return dict(row._mapping) if row else None
