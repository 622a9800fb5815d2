"""Notes on an application."""

from typing import Any
from uuid import UUID

from flask import Response

from applications.commands import notes as commands
from applications.queries import detail
from applications.schemas.detail import Note, NotePage
from lendkit.contracts.shapes import NoteShape
from lendkit.values.errors import existing
from lendkit.web.access import permission
from lendkit.web.blueprint import blueprint
from lendkit.web.idempotency import Answer, once
from lendkit.web.responses import json_text

blp = blueprint("applications", "notes")


@blp.get("/<uuid:id>/notes/")
@blp.response(200, NotePage)
@blp.doc(operationId="listNotes")
@permission("notes.read")
def find(id: UUID) -> Response:
    notes = existing(detail.notes(id))
    return json_text({"items": notes, "next": None, "total": len(notes)})


@blp.post("/<uuid:id>/notes/")
@blp.arguments(NoteShape)
@blp.response(201, Note)
@blp.doc(operationId="addNote")
@permission("notes.write")
@once("POST notes {id}")
def add(body: dict[str, Any], id: UUID) -> Answer:
    """With an Idempotency-Key a retry adds no second note."""
    return Answer(201, commands.add(id, body))
