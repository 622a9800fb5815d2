"""The caller's own notifications."""

from typing import Any
from uuid import UUID

from flask import Response

from lendkit.web.access import permission
from lendkit.web.blueprint import blueprint
from lendkit.web.responses import json_text
from notifications.commands import notifications as commands
from notifications.queries import notifications as queries
from notifications.schemas.notifications import Acknowledged, Notification, NotificationFilter, NotificationPage

blp = blueprint("notifications", "notifications")


@blp.get("/")
@blp.arguments(NotificationFilter, location="query")
@blp.response(200, NotificationPage)
@blp.doc(operationId="listNotifications")
@permission("notifications.own")
def find(args: dict[str, Any]) -> Response:
    """Your notifications, newest first, with the number of unread ones."""
    return json_text(queries.find(args))


@blp.post("/<uuid:id>/acknowledge/")
@blp.response(200, Notification)
@blp.doc(operationId="acknowledgeNotification")
@permission("notifications.own")
def acknowledge(id: UUID) -> Response:
    """Mark a notification as read and acknowledged."""
    return json_text(commands.acknowledge(id))


@blp.post("/acknowledge-all/")
@blp.response(200, Acknowledged)
@blp.doc(operationId="acknowledgeAll")
@permission("notifications.own")
def acknowledge_all() -> Response:
    """Mark all your notifications as read and acknowledged."""
    return json_text({"acknowledged": commands.acknowledge_all()})


@blp.delete("/<uuid:id>/")
@blp.response(204)
@blp.doc(operationId="deleteNotification")
@permission("notifications.own")
def delete(id: UUID) -> Response:
    """Remove a notification from your list. You can restore it."""
    commands.delete(id)
    return Response(status=204)


@blp.post("/<uuid:id>/restore/")
@blp.response(200, Notification)
@blp.doc(operationId="restoreNotification")
@permission("notifications.own")
def restore(id: UUID) -> Response:
    """Put a deleted notification back in your list."""
    return json_text(commands.restore(id))
