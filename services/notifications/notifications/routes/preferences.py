"""The caller's own preferences."""

from typing import Any

from flask import Response

from lendkit.web.access import permission
from lendkit.web.blueprint import blueprint
from lendkit.web.responses import json_text
from notifications.commands import preferences as commands
from notifications.queries import preferences as queries
from notifications.schemas.preferences import Preferences

blp = blueprint("notifications", "preferences")


@blp.get("/preferences/")
@blp.response(200, Preferences)
@blp.doc(operationId="getPreferences")
@permission("notifications.own")
def read() -> Response:
    """Your notification preferences, with the defaults for what you haven't changed."""
    return json_text(queries.own())


@blp.put("/preferences/")
@blp.arguments(Preferences)
@blp.response(200, Preferences)
@blp.doc(operationId="putPreferences")
@permission("notifications.own")
def put(body: dict[str, Any]) -> Response:
    """Replace your notification preferences. What you leave out goes back to its default."""
    return json_text(queries.shown(commands.put(body)))
