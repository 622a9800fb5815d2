"""Documents as their readers see them, and as other services keep them."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from documents.store.documents import STATE, TABLES, UPLOAD_STATE, visible
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


@dataclass(frozen=True)
class File:
    """What is needed to send one."""

    id: UUID
    name: str
    content_type: str
    size: int


def state(id: UUID) -> dict[str, Any] | None:
    """None where there is nothing that this caller may see."""
    rule, params = visible(context.actor())
    sql = f"SELECT {UPLOAD_STATE} FROM {TABLES} WHERE d.id = :id AND {rule}"
    document: dict[str, Any] | None = db.scalar(sql, {**params, "id": id})
    return document


def find(args: Mapping[str, Any]) -> dict[str, Any]:
    """A page of the documents on applications, without staged uploads."""
    rule, params = visible(context.actor())
    page = pages.page(args, SORTS, "-created_at", id="d.id")
    skip, after = page.where()
    filters = {name: args[name] for name in FILTERS if args.get(name) is not None}
    where = " AND ".join([f"{rule} AND d.application_id IS NOT NULL", *(f"d.{name} = :{name}" for name in filters)])
    params = {**params, **filters}
    sql = f"SELECT d.id, {page.key()}, {STATE} AS body FROM {TABLES} WHERE {where} AND {skip} {page.tail()}"
    rows = db.all(sql, {**params, **after})
    total = db.scalar(f"SELECT count(*) FROM document d WHERE {where}", params) if page.first else None
    return page.answer(rows, lambda row: row.body, total)


def versions(id: UUID) -> list[dict[str, Any]] | None:
    """All its files, the newest first; None where there is nothing that this caller may see."""
    rule, params = visible(context.actor())
    files = f"""SELECT jsonb_agg(jsonb_build_object('number', f.number, 'name', f.name, 'content_type', f.content_type,
        'size', f.size, 'sha256', f.sha256, 'created_by', f.author, 'created_at', f.created_at,
        'path', '/api/documents/' || d.id || '/content/?version=' || f.number) ORDER BY f.number DESC)
      FROM document d JOIN file f ON f.document_id = d.id WHERE d.id = :id AND {rule}"""
    items: list[dict[str, Any]] | None = db.scalar(files, {**params, "id": id})
    return items


def file(id: UUID, number: int | None) -> File | None:
    """One of its files, the newest without a number; None where there is none that this caller may see."""
    rule, params = visible(context.actor())
    sql = f"""SELECT f.id, f.name, f.content_type, f.size FROM document d JOIN file f ON f.document_id = d.id
      WHERE d.id = :id AND {rule} AND (CAST(:number AS integer) IS NULL OR f.number = :number)
      ORDER BY f.number DESC LIMIT 1"""
    return db.one(sql, {**params, "id": id, "number": number}, into=File)


def published(id: UUID) -> dict[str, Any] | None:
    """A document on an application as its events publish it."""
    row = db.one(
        f"""SELECT d.id, d.version, false AS deleted, {STATE} AS body, f.created_at AS as_of
        FROM {TABLES} WHERE d.id = :id AND d.application_id IS NOT NULL""",
        {"id": id},
    )
    return dict(row._mapping) if row else None
