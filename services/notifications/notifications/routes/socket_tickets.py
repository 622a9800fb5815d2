"""The ticket that opens a socket."""

from flask import Response

from lendkit.web.access import permission
from lendkit.web.blueprint import blueprint
from lendkit.web.responses import json_text
from notifications.commands import socket_tickets
from notifications.schemas.notifications import Ticket

blp = blueprint("notifications", "tickets")


@blp.post("/ws-ticket/")
@blp.response(200, Ticket)
@blp.doc(operationId="wsTicket")
@permission("notifications.own")
def issue() -> Response:
    """Send it once over `/ws/` within 30 seconds."""
    return json_text({"ticket": socket_tickets.issue()})
