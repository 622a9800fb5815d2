"""What other services may ask auth."""

from uuid import UUID

from flask import Response

from auth.queries import users
from lendkit.values.errors import NotFound
from lendkit.web.access import internal
from lendkit.web.blueprint import blueprint
from lendkit.web.responses import json_text

blp = blueprint("auth", "users", internal=True)


@blp.get("/users/<uuid:id>/")
@blp.doc(operationId="publishedUser")
@internal
def user(id: UUID) -> Response:
    found = users.published(id)
    if found is None:
        raise NotFound()
    return json_text(found)
