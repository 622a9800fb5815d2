"""Payments on a loan: record, read, reverse, give back what was too much."""

from typing import Any
from uuid import UUID

from flask import Response

from finance.commands import payments as commands
from finance.queries import payments as queries
from finance.routes import causes
from finance.schemas.fees import Reason
from finance.schemas.payments import NewPayment, NewRefund, Payment
from lendkit.values.errors import NotFound
from lendkit.web import idempotency
from lendkit.web.access import permission
from lendkit.web.blueprint import blueprint
from lendkit.web.responses import json_text

blp = blueprint("finance", "payments")


@blp.post("/loans/<uuid:id>/payments/")
@blp.arguments(NewPayment)
@blp.response(201, Payment)
@blp.doc(operationId="recordPayment")
@permission("finance.post")
def record(body: dict[str, Any], id: UUID) -> Response:
    """Allocated to what is past due, then due, then in advance; a day before others replays those."""
    route = f"POST loans {id} payments"
    return idempotency.run_once(
        route, body, lambda: (201, *_read(commands.record(id, body, causes.of(route)))), required=True
    )


@blp.post("/loans/<uuid:id>/refunds/")
@blp.arguments(NewRefund)
@blp.response(201, Payment)
@blp.doc(operationId="refundOverpayment")
@permission("finance.post")
def refund(body: dict[str, Any], id: UUID) -> Response:
    route = f"POST loans {id} refunds"
    return idempotency.run_once(
        route, body, lambda: (201, *_read(commands.refund(id, body, causes.of(route)))), required=True
    )


@blp.get("/payments/<uuid:id>/")
@blp.response(200, Payment)
@blp.doc(operationId="getPayment")
@permission("finance.read")
def read(id: UUID) -> Response:
    text, version = _read(id)
    return json_text(text, version=version)


@blp.post("/payments/<uuid:id>/reverse/")
@blp.arguments(Reason)
@blp.response(200, Payment)
@blp.doc(operationId="reversePayment")
@permission("finance.post")
def reverse(body: dict[str, Any], id: UUID) -> Response:
    """Its journal is mirrored, and all later payments find their place anew."""
    route = f"POST payments {id} reverse"

    def run() -> idempotency.Answer:
        commands.reverse(id, body["reason"], causes.of(route))
        return 200, *_read(id)

    return idempotency.run_once(route, body, run, required=True)


def _read(id: UUID) -> tuple[str, int]:
    found = queries.one(id)
    if found is None:
        raise NotFound()
    return found
