"""Documents: upload, list and read them; discard an upload that is only staged."""

from typing import Any
from uuid import UUID

from flask import Response

from documents.commands import filing, staged_uploads, uploads
from documents.queries import documents as queries
from documents.routes import multipart
from documents.schemas.documents import Document, DocumentFilter, DocumentPage, UploadForm
from lendkit.values.errors import existing
from lendkit.web import idempotency
from lendkit.web.access import permission
from lendkit.web.blueprint import blueprint
from lendkit.web.idempotency import Answer
from lendkit.web.responses import json_text

blp = blueprint("documents", "documents")


@blp.get("/")
@blp.arguments(DocumentFilter, location="query")
@blp.response(200, DocumentPage)
@blp.doc(operationId="listDocuments")
@permission("documents.read")
def find(args: dict[str, Any]) -> Response:
    """The documents on applications that you can see. Staged uploads are not listed."""
    return json_text(queries.find(args))


@blp.post("/")
@blp.response(201, Document)
@blp.doc(operationId="uploadDocument", requestBody=multipart.described(UploadForm))
@permission("documents.upload")
def upload() -> Response:
    """Upload a file to an application or, without one, stage it for 24 hours until a submit names it.

    With an Idempotency-Key, a retry gets the same response.
    """
    with multipart.upload(UploadForm) as (file, name, fields):
        filing.check(fields)
        received = uploads.receive(file, name)

        def run() -> Answer:
            state = uploads.add(received, fields)
            return Answer(201, state, state["version"])

        return idempotency.run_once("POST documents", {**fields, **received.identity()}, run)


@blp.get("/<uuid:id>/")
@blp.response(200, Document)
@blp.doc(operationId="getDocument")
@permission("documents.read")
def read(id: UUID) -> Response:
    """A document with its newest file."""
    document = existing(queries.state(id), "Document not found.")
    return json_text(document, version=document["version"])


@blp.delete("/<uuid:id>/")
@blp.response(204)
@blp.doc(operationId="deleteUpload")
@permission("documents.upload")
def delete(id: UUID) -> Response:
    """Delete a staged upload. Documents on an application can't be deleted."""
    staged_uploads.discard(id)
    return Response(status=204)
