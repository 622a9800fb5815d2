"""Users, for admins."""

from typing import Any
from uuid import UUID

from flask import Response

from auth.commands import users as commands
from auth.queries import users as queries
from auth.schemas.users import NewUser, User, UserChange, UserFilter, UserPage
from lendkit.values.errors import NotFound
from lendkit.web.access import permission
from lendkit.web.blueprint import blueprint
from lendkit.web.etag import if_match
from lendkit.web.responses import json_text

blp = blueprint("auth", "users")


@blp.get("/users/")
@blp.arguments(UserFilter, location="query")
@blp.response(200, UserPage)
@blp.doc(operationId="listUsers")
@permission("users.admin")
def find(args: dict[str, Any]) -> Response:
    return json_text(queries.find(args))


@blp.post("/users/")
@blp.arguments(NewUser)
@blp.response(201, User)
@blp.doc(operationId="createUser")
@permission("users.admin")
def create(body: dict[str, Any]) -> Response:
    return json_text(commands.create(body), 201, version=1)


@blp.get("/users/<uuid:id>/")
@blp.response(200, User)
@blp.doc(operationId="getUser")
@permission("users.admin")
def read(id: UUID) -> Response:
    user = queries.one(id)
    if user is None:
        raise NotFound()
    return json_text(user, version=user["version"])


@blp.patch("/users/<uuid:id>/")
@blp.arguments(UserChange)
@blp.response(200, User)
@blp.doc(operationId="changeUser")
@permission("users.admin")
def change(body: dict[str, Any], id: UUID) -> Response:
    user = commands.change(id, body, if_match())
    return json_text(user, version=user["version"])
