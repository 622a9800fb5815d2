"""Repayments: list, read, and a payment aimed at one."""

from typing import Any
from uuid import UUID

from flask import Response

from finance.commands import payments as commands
from finance.queries import payments
from finance.queries import repayments as queries
from finance.routes import causes
from finance.schemas.payments import Payment
from finance.schemas.repayments import Repayment, RepaymentFilter, RepaymentPage, RepaymentPayment
from lendkit.values.errors import NotFound
from lendkit.web import idempotency
from lendkit.web.access import permission
from lendkit.web.blueprint import blueprint
from lendkit.web.responses import json_text

blp = blueprint("finance", "repayments")


@blp.get("/repayments/")
@blp.arguments(RepaymentFilter, location="query")
@blp.response(200, RepaymentPage)
@blp.doc(operationId="listRepayments")
@permission("finance.read")
def find(args: dict[str, Any]) -> Response:
    return json_text(queries.find(args))


@blp.get("/repayments/<uuid:id>/")
@blp.response(200, Repayment)
@blp.doc(operationId="getRepayment")
@permission("finance.read")
def read(id: UUID) -> Response:
    found = queries.one(id)
    if found is None:
        raise NotFound()
    return json_text(found[0], version=found[1])


@blp.post("/repayments/<uuid:id>/pay/")
@blp.arguments(RepaymentPayment)
@blp.response(201, Payment)
@blp.doc(operationId="payRepayment")
@permission("finance.post")
def pay(body: dict[str, Any], id: UUID) -> Response:
    """All that is left of the instalment, or the amount given."""
    route = f"POST repayments {id} pay"

    def run() -> idempotency.Answer:
        found = payments.one(commands.pay_instalment(id, body, causes.of(route)))
        if found is None:
            raise NotFound()
        return 201, *found

    return idempotency.run_once(route, body, run, required=True)
