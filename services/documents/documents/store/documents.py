"""Rows of `document`, and the public state that its events carry."""

import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from lendkit.messaging.work import Work
from lendkit.values.actor import Actor
from lendkit.web import scope

LINKS = ("fee_id", "repayment_id", "note_id", "party_id")
STATE = """jsonb_build_object('id', d.id, 'version', d.version, 'application_id', d.application_id, 'type', d.type,
  'name', f.name, 'content_type', f.content_type, 'size', f.size, 'sha256', f.sha256, 'number', f.number,
  'path', '/api/documents/' || d.id || '/content/', 'template', d.template, 'fee_id', d.fee_id,
  'repayment_id', d.repayment_id, 'note_id', d.note_id, 'party_id', d.party_id, 'signed_by', d.signed_by,
  'signature_date', d.signature_date, 'created_by', d.author, 'created_at', d.created_at)"""
UPLOAD = f"{STATE} || jsonb_build_object('upload_id', d.id, 'expires_at', d.staged_until)"
SHOWN = f"CASE WHEN d.staged_until IS NULL THEN {STATE} ELSE {UPLOAD} END"
TABLES = """document d JOIN LATERAL
  (SELECT * FROM file WHERE document_id = d.id ORDER BY number DESC LIMIT 1) f ON true"""


def visible(actor: Actor) -> tuple[str, dict[str, Any]]:
    """SQL that is true of the documents of applications that the actor may see, and of what he staged himself."""
    rule, params = scope.visible(actor, "d.application_id")
    own = "d.application_id IS NULL AND d.author_id = :_author"
    return f"((d.application_id IS NOT NULL AND {rule}) OR ({own}))", {**params, "_author": actor.id}


def insert(w: Work, row: Mapping[str, Any]) -> None:
    columns = ("id", "application_id", "type", "template", *LINKS, "signed_by", "signature_date", "staged_until")
    given = {column: row.get(column) for column in columns}
    names = ", ".join(given)
    w.execute(
        f"""INSERT INTO document ({names}, author_id, author)
        VALUES ({", ".join(f":{column}" for column in given)}, :author_id, CAST(:author AS jsonb))""",
        {**given, **_by(row["author"])},
    )


def lock(w: Work, id: UUID, actor: Actor) -> Any:
    """The row, held until the commit; None where there is nothing that this actor may see."""
    rule, params = visible(actor)
    return w.one(f"SELECT d.* FROM document d WHERE d.id = :id AND {rule} FOR UPDATE", {**params, "id": id})


def lock_generated(w: Work, application: UUID, template: str) -> Any:
    """The document that was made of this template for this application, if any; nobody else makes one meanwhile."""
    w.execute("SELECT pg_advisory_xact_lock(hashtextextended(:key, 0))", {"key": f"{application} {template}"})
    return w.one(
        "SELECT * FROM document WHERE application_id = :application AND template = :template FOR UPDATE",
        {"application": application, "template": template},
    )


def lock_staged(w: Work, id: UUID) -> Any:
    return w.one("SELECT * FROM document WHERE id = :id FOR UPDATE", {"id": id})


def claim(w: Work, id: UUID, application: UUID, type: str) -> None:
    """A staged upload becomes a document of an application."""
    w.execute(
        """UPDATE document SET application_id = :application, type = :type, staged_until = NULL,
        signed_by = CASE WHEN :type = 'signed_form' THEN signed_by END,
        signature_date = CASE WHEN :type = 'signed_form' THEN signature_date END WHERE id = :id""",
        {"id": id, "application": application, "type": type},
    )


def raise_version(w: Work, id: UUID) -> None:
    w.execute("UPDATE document SET version = version + 1 WHERE id = :id", {"id": id})


def shown(w: Work, id: UUID) -> dict[str, Any]:
    """What its reader sees of it; of a document on an application that is what its events carry."""
    found = w.scalar(f"SELECT {SHOWN} FROM {TABLES} WHERE d.id = :id", {"id": id})
    return dict(found)


def remove_of(w: Work, application: UUID) -> list[Any]:
    """All documents of an application, gone; returns (id, version, file_ids)."""
    return _removed(w, "d.application_id = :application", {"application": application})


def remove_staged(w: Work, id: UUID) -> list[Any]:
    return _removed(w, "d.id = :id AND d.staged_until IS NOT NULL", {"id": id})


def remove_expired(w: Work, now: datetime) -> list[Any]:
    """Staged uploads whose time is over, once all has been heard that was lodged before it was."""
    heard = "(SELECT s.as_of FROM sources s WHERE s.owner = 'applications')"
    return _removed(w, f"d.staged_until < :now AND d.staged_until < {heard}", {"now": now})


def _removed(w: Work, where: str, params: Mapping[str, Any]) -> list[Any]:
    files = "(SELECT coalesce(array_agg(f.id), '{}') FROM file f WHERE f.document_id = d.id) AS file_ids"
    rows = w.all(f"SELECT d.id, d.version, {files} FROM document d WHERE {where} ORDER BY d.id FOR UPDATE", params)
    w.execute("DELETE FROM document WHERE id = ANY(CAST(:ids AS uuid[]))", {"ids": [str(row.id) for row in rows]})
    return list(rows)


def _by(actor: Actor) -> dict[str, Any]:
    return {"author_id": actor.id, "author": json.dumps(actor.as_ref(), ensure_ascii=False)}
