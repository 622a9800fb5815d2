"""The files of a document, the newest first, and their content."""

import json
from typing import Any
from uuid import UUID

from flask import Response, send_file

from documents.channels import blobs
from documents.commands import uploads, versions
from documents.queries import documents as queries
from documents.routes import multipart
from documents.schemas.documents import ContentArgs, Document, VersionForm, VersionPage
from lendkit.values.errors import NotFound
from lendkit.values.plain import plain
from lendkit.web import idempotency
from lendkit.web.access import permission
from lendkit.web.blueprint import blueprint
from lendkit.web.etag import if_match
from lendkit.web.responses import json_text

blp = blueprint("documents", "versions")
# Whatever is in the file, a browser that opens it here runs nothing of it.
HARMLESS = {
    "X-Content-Type-Options": "nosniff",
    "Content-Security-Policy": "default-src 'none'; sandbox",
    "Cache-Control": "no-store",
}


@blp.get("/<uuid:id>/versions/")
@blp.response(200, VersionPage)
@blp.doc(operationId="listVersions")
@permission("documents.read")
def find(id: UUID) -> Response:
    found = queries.versions(id)
    if found is None:
        raise NotFound()
    return json_text({"items": found, "next": None, "total": len(found)})


@blp.post("/<uuid:id>/versions/")
@blp.response(201, Document)
@blp.doc(operationId="addVersion", requestBody=multipart.described(VersionForm))
@permission("documents.upload")
def add(id: UUID) -> Response:
    """One more file; those before it stay. `If-Match` names the version that the caller has seen."""
    seen = if_match()
    with multipart.upload(VersionForm) as (part, name, _):
        versions.check(id)
        received = uploads.receive(part, name)

        def run() -> idempotency.Answer:
            state = versions.add(id, received, seen)
            return 201, json.dumps(plain(state), ensure_ascii=False), state["version"]

        return idempotency.run_once(f"POST versions {id}", received.identity(), run)


@blp.get("/<uuid:id>/content/")
@blp.arguments(ContentArgs, location="query")
@blp.response(200, {"type": "string", "format": "binary"}, content_type="application/octet-stream")
@blp.doc(operationId="getContent")
@permission("documents.read")
def content(args: dict[str, Any], id: UUID) -> Response:
    """The file itself, as an attachment; an older one by `version`."""
    row = queries.file(id, args.get("version"))
    if row is None:
        raise NotFound()
    file = blobs.store().open(row.id)
    answer = send_file(file, mimetype=row.content_type, as_attachment=True, download_name=row.name, etag=False)
    answer.headers.update(HARMLESS)
    answer.content_length = row.size
    return answer
