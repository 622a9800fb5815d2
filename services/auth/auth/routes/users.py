"""Users, for an admin."""

from typing import Any
from uuid import UUID

from flask import Response

from auth.commands import users as commands
from auth.queries import users as queries
from auth.schemas.users import NewUser, User, UserChange, UserFilter, UserPage
from lendkit.values.errors import existing
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
def page(args: dict[str, Any]) -> Response:
    """Users by name, email or newest first."""
    return json_text(queries.page(args))


@blp.post("/users/")
@blp.arguments(NewUser)
@blp.response(201, User)
@blp.doc(operationId="createUser")
@permission("users.admin")
def create(body: dict[str, Any]) -> Response:
    """Add a user."""
    return json_text(commands.create(body), 201, version=1)


@blp.get("/users/<uuid:id>/")
@blp.response(200, User)
@blp.doc(operationId="getUser")
@permission("users.admin")
def read(id: UUID) -> Response:
    """One user."""
    user = existing(queries.by_id(id), "User not found.")
    return json_text(user, version=user["version"])


@blp.patch("/users/<uuid:id>/")
@blp.arguments(UserChange)
@blp.response(200, User)
@blp.doc(operationId="changeUser")
@permission("users.admin")
def change(body: dict[str, Any], id: UUID) -> Response:
    """Change a user. A new password or a deactivation signs the user out everywhere."""
    user = commands.change(id, body, if_match())
    return json_text(user, version=user["version"])
