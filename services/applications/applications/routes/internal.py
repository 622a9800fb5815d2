"""What other services may ask applications: one application, whole."""

from uuid import UUID

from flask import Response

from applications.queries import detail
from lendkit.values.errors import NotFound
from lendkit.web.access import internal
from lendkit.web.blueprint import blueprint
from lendkit.web.responses import json_text

blp = blueprint("applications", "applications", internal=True)


@blp.get("/applications/<uuid:id>/")
@blp.doc(operationId="publishedApplication")
@internal
def application(id: UUID) -> Response:
    found = detail.published(id)
    if found is None:
        raise NotFound()
    return json_text(found)
