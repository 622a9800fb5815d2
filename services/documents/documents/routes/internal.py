"""What other services may ask documents: one document, as its events publish it."""

from uuid import UUID

from flask import Response

from documents.queries import documents as queries
from lendkit.values.errors import NotFound
from lendkit.web.access import internal
from lendkit.web.blueprint import blueprint
from lendkit.web.responses import json_text

blp = blueprint("documents", "records", internal=True)


@blp.get("/documents/<uuid:id>/")
@blp.doc(operationId="publishedDocument")
@internal
def document(id: UUID) -> Response:
    found = queries.published(id)
    if found is None:
        raise NotFound()
    return json_text(found)
