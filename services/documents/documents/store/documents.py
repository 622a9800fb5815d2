"""Rows of `document`, and the public state that its events carry."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from lendkit.messaging.work import Work
from lendkit.values.actor import Actor
from lendkit.web import scope

LINKS = ("fee_id", "repayment_id", "note_id", "party_id")

# A document `d` with its newest file `f`: its public state, and with what its uploader sees while it is staged.
STATE = """jsonb_build_object('id', d.id, 'version', d.version, 'application_id', d.application_id, 'type', d.type,
  'name', f.name, 'content_type', f.content_type, 'size', f.size, 'sha256', f.sha256, 'number', f.number,
  'path', '/api/documents/' || d.id || '/content/', 'template', d.template, 'fee_id', d.fee_id,
  'repayment_id', d.repayment_id, 'note_id', d.note_id, 'party_id', d.party_id, 'signed_by', d.signed_by,
  'signature_date', d.signature_date, 'created_by', d.author, 'created_at', d.created_at)"""
UPLOAD_STATE = f"""CASE WHEN d.staged_until IS NULL THEN {STATE}
  ELSE {STATE} || jsonb_build_object('upload_id', d.id, 'expires_at', d.staged_until) END"""
TABLES = """document d JOIN LATERAL
  (SELECT * FROM file WHERE document_id = d.id ORDER BY number DESC LIMIT 1) f ON true"""
_COLUMNS = "d.id, d.version, d.application_id, d.template, d.author_id, d.staged_until"


@dataclass(frozen=True)
class Document:
    """A row that is locked; without `application_id` it is staged until `staged_until`."""

    id: UUID
    version: int
    application_id: UUID | None
    template: str | None
    author_id: UUID
    staged_until: datetime | None


@dataclass(frozen=True)
class Deleted:
    """A document that was deleted, with the ids of its files."""

    id: UUID
    version: int
    file_ids: list[UUID]


def visible(actor: Actor) -> tuple[str, dict[str, Any]]:
    """SQL that is true of documents `d` on applications that the actor may see, and of the actor's own uploads."""
    rule, params = scope.visible(actor, "d.application_id")
    own = "d.application_id IS NULL AND d.author_id = :_author"
    return f"((d.application_id IS NOT NULL AND {rule}) OR ({own}))", {**params, "_author": actor.id}


def insert(w: Work, row: Mapping[str, Any]) -> None:
    columns = ("id", "application_id", "type", "template", *LINKS, "signed_by", "signature_date", "staged_until")
    values = {column: row.get(column) for column in columns}
    w.execute(
        f"""INSERT INTO document ({", ".join(columns)}, author_id, author)
        VALUES ({", ".join(f":{column}" for column in columns)}, :author_id, CAST(:author AS jsonb))""",
        {**values, **_by(row["author"])},
    )


def lock(w: Work, id: UUID, actor: Actor) -> Document | None:
    """Locked until the commit; None where there is nothing that this actor may see."""
    rule, params = visible(actor)
    sql = f"SELECT {_COLUMNS} FROM document d WHERE d.id = :id AND {rule} FOR UPDATE"
    return w.one(sql, {**params, "id": id}, into=Document)


def lock_generated(w: Work, application: UUID, template: str) -> Document | None:
    """The document generated from this template for this application, if any; until the commit nobody adds one."""
    w.execute("SELECT pg_advisory_xact_lock(hashtextextended(:key, 0))", {"key": f"{application} {template}"})
    return w.one(
        f"SELECT {_COLUMNS} FROM document d WHERE application_id = :application AND template = :template FOR UPDATE",
        {"application": application, "template": template},
        into=Document,
    )


def lock_upload(w: Work, id: UUID) -> Document | None:
    """Whoever staged it."""
    return w.one(f"SELECT {_COLUMNS} FROM document d WHERE id = :id FOR UPDATE", {"id": id}, into=Document)


def claim(w: Work, id: UUID, application: UUID, type: str) -> None:
    """A staged upload becomes a document of an application."""
    w.execute(
        """UPDATE document SET application_id = :application, type = :type, staged_until = NULL,
        signed_by = CASE WHEN :type = 'signed_form' THEN signed_by END,
        signature_date = CASE WHEN :type = 'signed_form' THEN signature_date END WHERE id = :id""",
        {"id": id, "application": application, "type": type},
    )


def increment_version(w: Work, id: UUID) -> None:
    w.execute("UPDATE document SET version = version + 1 WHERE id = :id", {"id": id})


def state(w: Work, id: UUID) -> dict[str, Any]:
    """What its reader sees of it; of a document on an application that is what its events carry."""
    return dict(w.scalar(f"SELECT {UPLOAD_STATE} FROM {TABLES} WHERE d.id = :id", {"id": id}))


def delete_of_application(w: Work, application: UUID) -> Sequence[Deleted]:
    return _delete(w, "d.application_id = :application", {"application": application})


def delete_staged(w: Work, id: UUID) -> Sequence[Deleted]:
    return _delete(w, "d.id = :id AND d.staged_until IS NOT NULL", {"id": id})


def delete_expired(w: Work, now: datetime) -> Sequence[Deleted]:
    """Staged uploads that have expired, once every event of applications from before that has arrived."""
    heard = "(SELECT s.as_of FROM sources s WHERE s.owner = 'applications')"
    return _delete(w, f"d.staged_until < :now AND d.staged_until < {heard}", {"now": now})


def _delete(w: Work, where: str, params: Mapping[str, Any]) -> Sequence[Deleted]:
    files = "(SELECT coalesce(array_agg(f.id), '{}') FROM file f WHERE f.document_id = d.id) AS file_ids"
    sql = f"SELECT d.id, d.version, {files} FROM document d WHERE {where} ORDER BY d.id FOR UPDATE"
    deleted = w.all(sql, params, into=Deleted)
    w.execute("DELETE FROM document WHERE id = ANY(CAST(:ids AS uuid[]))", {"ids": [str(row.id) for row in deleted]})
    return deleted


def _by(actor: Actor) -> dict[str, Any]:
    return {"author_id": actor.id, "author": json.dumps(actor.as_ref(), ensure_ascii=False)}
