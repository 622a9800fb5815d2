"""Repayments: list, read, record a payment of one."""

from typing import Any
from uuid import UUID

from flask import Response

from finance.commands import payments as commands
from finance.queries import payments
from finance.queries import repayments as queries
from finance.routes import command_refs
from finance.schemas.payments import Payment
from finance.schemas.repayments import Repayment, RepaymentFilter, RepaymentPage, RepaymentPayment
from lendkit.values.errors import existing
from lendkit.web.access import permission
from lendkit.web.blueprint import blueprint
from lendkit.web.idempotency import Answer, once
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
    text, version = existing(queries.one(id), "Repayment not found, or you don't have access.")
    return json_text(text, version=version)


@blp.post("/repayments/<uuid:id>/pay/")
@blp.arguments(RepaymentPayment)
@blp.response(201, Payment)
@blp.doc(operationId="payRepayment")
@permission("finance.post")
@once("POST repayments {id} pay", required=True)
def pay(body: dict[str, Any], id: UUID) -> Answer:
    """Records a payment of the full instalment, or of the amount given."""
    payment = commands.pay_instalment(id, body, command_refs.current())
    return Answer(201, *existing(payments.one(payment)))
