"""Documents: upload, list, read; and taking back what was only staged."""

import json
from typing import Any
from uuid import UUID

from flask import Response

from documents.commands import places, removal, uploads
from documents.queries import documents as queries
from documents.routes import multipart
from documents.schemas.documents import Document, DocumentFilter, DocumentPage, UploadForm
from lendkit.values.errors import NotFound
from lendkit.values.plain import plain
from lendkit.web import idempotency
from lendkit.web.access import permission
from lendkit.web.blueprint import blueprint
from lendkit.web.responses import json_text

blp = blueprint("documents", "documents")


@blp.get("/")
@blp.arguments(DocumentFilter, location="query")
@blp.response(200, DocumentPage)
@blp.doc(operationId="listDocuments")
@permission("documents.read")
def find(args: dict[str, Any]) -> Response:
    return json_text(queries.find(args))


@blp.post("/")
@blp.response(201, Document)
@blp.doc(operationId="uploadDocument", requestBody=multipart.described(UploadForm))
@permission("documents.upload")
def upload() -> Response:
    """Onto an application, or staged for 24 h without one; with an Idempotency-Key a retry gets the same answer."""
    with multipart.upload(UploadForm) as (part, name, fields):
        places.check(fields)
        received = uploads.receive(part, name)

        def run() -> idempotency.Answer:
            state = uploads.add(received, fields)
            return 201, json.dumps(plain(state), ensure_ascii=False), state["version"]

        return idempotency.run_once("POST documents", {**fields, **received.identity()}, run)


@blp.get("/<uuid:id>/")
@blp.response(200, Document)
@blp.doc(operationId="getDocument")
@permission("documents.read")
def read(id: UUID) -> Response:
    found = queries.one(id)
    if found is None:
        raise NotFound()
    return json_text(found, version=found["version"])


@blp.delete("/<uuid:id>/")
@blp.response(204)
@blp.doc(operationId="deleteUpload")
@permission("documents.upload")
def delete(id: UUID) -> Response:
    """Only what is staged: a document on an application stays."""
    removal.of_upload(id)
    return Response(status=204)
