"""Notes on an application."""

import json
from typing import Any
from uuid import UUID

from flask import Response

from applications.commands import notes as commands
from applications.queries import detail
from applications.schemas.detail import Note, NotePage
from lendkit.contracts.shapes import NoteShape
from lendkit.values.errors import NotFound
from lendkit.values.plain import plain
from lendkit.web import idempotency
from lendkit.web.access import permission
from lendkit.web.blueprint import blueprint
from lendkit.web.responses import json_text

blp = blueprint("applications", "notes")


@blp.get("/<uuid:id>/notes/")
@blp.response(200, NotePage)
@blp.doc(operationId="listNotes")
@permission("notes.read")
def find(id: UUID) -> Response:
    found = detail.notes(id)
    if found is None:
        raise NotFound()
    return json_text({"items": found, "next": None, "total": len(found)})


@blp.post("/<uuid:id>/notes/")
@blp.arguments(NoteShape)
@blp.response(201, Note)
@blp.doc(operationId="addNote")
@permission("notes.write")
def add(body: dict[str, Any], id: UUID) -> Response:
    """With an Idempotency-Key a retry writes no second note."""

    def run() -> idempotency.Answer:
        return 201, json.dumps(plain(commands.add(id, body)), ensure_ascii=False), None

    return idempotency.run_once(f"POST notes {id}", body, run)
