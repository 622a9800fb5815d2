"""Payments on a loan: record, read, reverse, refund what was overpaid."""

from typing import Any
from uuid import UUID

from flask import Response

from finance.commands import payments as commands
from finance.queries import payments as queries
from finance.routes import command_refs
from finance.schemas.fees import Reason
from finance.schemas.payments import NewPayment, NewRefund, Payment
from lendkit.values.errors import existing
from lendkit.web.access import permission
from lendkit.web.blueprint import blueprint
from lendkit.web.idempotency import Answer, once
from lendkit.web.responses import json_text

blp = blueprint("finance", "payments")


@blp.post("/loans/<uuid:id>/payments/")
@blp.arguments(NewPayment)
@blp.response(201, Payment)
@blp.doc(operationId="recordPayment")
@permission("finance.post")
@once("POST loans {id} payments", required=True)
def record(body: dict[str, Any], id: UUID) -> Answer:
    """Applied to arrears first, then amounts due, then early. A backdated payment reapplies the ones after it."""
    return Answer(201, *_read(commands.record(id, body, command_refs.current())))


@blp.post("/loans/<uuid:id>/refunds/")
@blp.arguments(NewRefund)
@blp.response(201, Payment)
@blp.doc(operationId="refundOverpayment")
@permission("finance.post")
@once("POST loans {id} refunds", required=True)
def refund(body: dict[str, Any], id: UUID) -> Answer:
    """Refunds an overpayment, all of it or `amount`."""
    return Answer(201, *_read(commands.refund(id, body, command_refs.current())))


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
@once("POST payments {id} reverse", required=True)
def reverse(body: dict[str, Any], id: UUID) -> Answer:
    """Reverses the payment and reapplies later ones. Both entries stay on the ledger."""
    commands.reverse(id, body["reason"], command_refs.current())
    return Answer(200, *_read(id))


def _read(id: UUID) -> tuple[str, int]:
    return existing(queries.one(id), "Payment not found, or you don't have access.")
