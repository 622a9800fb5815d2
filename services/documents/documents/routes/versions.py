"""The versions of a document, the newest first, and their content."""

from typing import Any
from uuid import UUID

from flask import Response, send_file

from documents.channels import file_store
from documents.commands import uploads, versions
from documents.queries import documents as queries
from documents.routes import multipart
from documents.schemas.documents import ContentArgs, Document, VersionForm, VersionPage
from lendkit.values.errors import existing
from lendkit.web import idempotency
from lendkit.web.access import permission
from lendkit.web.blueprint import blueprint
from lendkit.web.etag import if_match
from lendkit.web.idempotency import Answer
from lendkit.web.responses import json_text

blp = blueprint("documents", "versions")
# Whatever is in the file, a browser runs nothing of it.
SAFE_DOWNLOAD = {
    "X-Content-Type-Options": "nosniff",
    "Content-Security-Policy": "default-src 'none'; sandbox",
    "Cache-Control": "no-store",
}


@blp.get("/<uuid:id>/versions/")
@blp.response(200, VersionPage)
@blp.doc(operationId="listVersions")
@permission("documents.read")
def find(id: UUID) -> Response:
    """Every version of a document, newest first."""
    items = existing(queries.versions(id), "Document not found.")
    return json_text({"items": items, "next": None, "total": len(items)})


@blp.post("/<uuid:id>/versions/")
@blp.response(201, Document)
@blp.doc(operationId="addVersion", requestBody=multipart.described(VersionForm))
@permission("documents.upload")
def add(id: UUID) -> Response:
    """Add a version; earlier ones stay. `If-Match` refuses it where the document has changed since you read it."""
    seen = if_match()
    with multipart.upload(VersionForm) as (file, name, _):
        versions.check(id)
        received = uploads.receive(file, name)

        def run() -> Answer:
            state = versions.add(id, received, seen)
            return Answer(201, state, state["version"])

        return idempotency.run_once(f"POST versions {id}", received.identity(), run)


@blp.get("/<uuid:id>/content/")
@blp.arguments(ContentArgs, location="query")
@blp.response(200, {"type": "string", "format": "binary"}, content_type="application/octet-stream")
@blp.doc(operationId="getContent")
@permission("documents.read")
def content(args: dict[str, Any], id: UUID) -> Response:
    """Download the newest file, or that of a `version`, as an attachment."""
    row = existing(queries.file(id, args.get("version")), "Document not found.")
    content = file_store.store().open(row.id)
    response = send_file(content, mimetype=row.content_type, as_attachment=True, download_name=row.name, etag=False)
    response.headers.update(SAFE_DOWNLOAD)
    response.content_length = row.size
    return response
