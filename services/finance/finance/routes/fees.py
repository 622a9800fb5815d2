"""Fees: charge, list, read, pay, waive, refund."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from flask import Response

from finance.commands import fees as commands
from finance.queries import fees as queries
from finance.routes import causes
from finance.schemas.fees import Fee, FeeFilter, FeePage, FeePayment, NewFee, Reason
from lendkit.values.errors import NotFound
from lendkit.web import idempotency
from lendkit.web.access import permission
from lendkit.web.blueprint import blueprint
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
def charge(body: dict[str, Any]) -> Response:
    """`amount` includes GST; without `gst` the type of the fee decides."""
    route = "POST fees"
    return idempotency.run_once(
        route, body, lambda: (201, *_read(commands.charge(body, causes.of(route)))), required=True
    )


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
def pay(body: dict[str, Any], id: UUID) -> Response:
    """All that is left of it, once."""
    route = f"POST fees {id} pay"
    return _once(route, body, id, lambda: commands.pay(id, body["paid_on"], body["reference"], causes.of(route)))


@blp.post("/fees/<uuid:id>/waive/")
@blp.arguments(Reason)
@blp.response(200, Fee)
@blp.doc(operationId="waiveFee")
@permission("finance.post")
def waive(body: dict[str, Any], id: UUID) -> Response:
    route = f"POST fees {id} waive"
    return _once(route, body, id, lambda: commands.waive(id, body["reason"], causes.of(route)))


@blp.post("/fees/<uuid:id>/refund/")
@blp.arguments(Reason)
@blp.response(200, Fee)
@blp.doc(operationId="refundFee")
@permission("finance.post")
def refund(body: dict[str, Any], id: UUID) -> Response:
    route = f"POST fees {id} refund"
    return _once(route, body, id, lambda: commands.refund(id, body["reason"], causes.of(route)))


def _once(route: str, body: dict[str, Any], id: UUID, act: Callable[[], None]) -> Response:
    def run() -> idempotency.Answer:
        act()
        return 200, *_read(id)

    return idempotency.run_once(route, body, run, required=True)


def _read(id: UUID) -> tuple[str, int]:
    found = queries.one(id)
    if found is None:
        raise NotFound()
    return found
