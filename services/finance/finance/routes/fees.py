"""Fees: charge, list, read, pay, waive, refund."""

from typing import Any
from uuid import UUID

from flask import Response

from finance.commands import fees as commands
from finance.queries import fees as queries
from finance.routes import command_refs
from finance.schemas.fees import Fee, FeeFilter, FeePage, FeePayment, NewFee, Reason
from lendkit.values.errors import existing
from lendkit.web.access import permission
from lendkit.web.blueprint import blueprint
from lendkit.web.idempotency import Answer, once
from lendkit.web.responses import json_text

blp = blueprint("finance", "fees")


@blp.get("/fees/")
@blp.arguments(FeeFilter, location="query")
@blp.response(200, FeePage)
@blp.doc(operationId="listFees")
@permission("finance.read")
def find(args: dict[str, Any]) -> Response:
    return json_text(queries.find(args))


@blp.post("/fees/")
@blp.arguments(NewFee)
@blp.response(201, Fee)
@blp.doc(operationId="chargeFee")
@permission("finance.post")
@once("POST fees", required=True)
def charge(body: dict[str, Any]) -> Answer:
    """`amount` includes GST. Leave out `gst` to decide by the type of the fee."""
    return Answer(201, *_read(commands.charge(body, command_refs.current())))


@blp.get("/fees/<uuid:id>/")
@blp.response(200, Fee)
@blp.doc(operationId="getFee")
@permission("finance.read")
def read(id: UUID) -> Response:
    text, version = _read(id)
    return json_text(text, version=version)


@blp.post("/fees/<uuid:id>/pay/")
@blp.arguments(FeePayment)
@blp.response(200, Fee)
@blp.doc(operationId="payFee")
@permission("finance.post")
@once("POST fees {id} pay", required=True)
def pay(body: dict[str, Any], id: UUID) -> Answer:
    """Records payment of everything that is outstanding."""
    commands.pay(id, body["paid_on"], body["reference"], command_refs.current())
    return Answer(200, *_read(id))


@blp.post("/fees/<uuid:id>/waive/")
@blp.arguments(Reason)
@blp.response(200, Fee)
@blp.doc(operationId="waiveFee")
@permission("finance.post")
@once("POST fees {id} waive", required=True)
def waive(body: dict[str, Any], id: UUID) -> Answer:
    """Waives what is outstanding."""
    commands.waive(id, body["reason"], command_refs.current())
    return Answer(200, *_read(id))


@blp.post("/fees/<uuid:id>/refund/")
@blp.arguments(Reason)
@blp.response(200, Fee)
@blp.doc(operationId="refundFee")
@permission("finance.post")
@once("POST fees {id} refund", required=True)
def refund(body: dict[str, Any], id: UUID) -> Answer:
    """Refunds a paid fee in full."""
    commands.refund(id, body["reason"], command_refs.current())
    return Answer(200, *_read(id))


def _read(id: UUID) -> tuple[str, int]:
    return existing(queries.one(id), "Fee not found, or you don't have access.")
