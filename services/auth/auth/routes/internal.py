"""What other services may ask auth."""

from uuid import UUID

from flask import Response

from auth.queries import users
from lendkit.errors import NotFound
from lendkit.http import blueprint, internal, json_text

blp = blueprint("auth", "users", internal=True)


@blp.get("/users/<uuid:id>/")
@blp.doc(operationId="publishedUser")
@internal
def user(id: UUID) -> Response:
    found = users.published(id)
    if found is None:
        raise NotFound()
    return json_text(found)
