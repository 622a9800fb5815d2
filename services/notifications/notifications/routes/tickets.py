"""The ticket that opens the socket."""

from flask import Response

from lendkit.http import blueprint, json_text, permission
from notifications.commands import tickets
from notifications.schemas.notifications import Ticket

blp = blueprint("notifications", "tickets")


@blp.post("/ws-ticket/")
@blp.response(200, Ticket)
@blp.doc(operationId="wsTicket")
@permission("notifications.own")
def issue() -> Response:
    return json_text({"ticket": tickets.issue()})
