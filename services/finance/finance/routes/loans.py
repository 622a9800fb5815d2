"""Loans: take over, list, read, what it takes to pay one out."""

import json
from typing import Any
from uuid import UUID

from flask import Response

from finance.commands import loans as commands
from finance.queries import loans as queries
from finance.routes import causes
from finance.schemas.loans import Loan, LoanFilter, LoanPage, Payoff, PayoffDay, TakeOver
from lendkit.values import dates
from lendkit.values.errors import NotFound
from lendkit.values.plain import plain
from lendkit.web import idempotency
from lendkit.web.access import permission
from lendkit.web.blueprint import blueprint
from lendkit.web.responses import json_text

blp = blueprint("finance", "loans")


@blp.get("/loans/")
@blp.arguments(LoanFilter, location="query")
@blp.response(200, LoanPage)
@blp.doc(operationId="listLoans")
@permission("finance.read")
def find(args: dict[str, Any]) -> Response:
    return json_text(queries.find(args))


@blp.post("/loans/")
@blp.arguments(TakeOver)
@blp.response(201, Loan)
@blp.doc(operationId="takeOverLoan")
@permission("finance.post")
def take_over(body: dict[str, Any]) -> Response:
    """A loan that exists outside, by the terms it was settled on; its past is worked out and posted."""
    route = "POST loans"

    def run() -> idempotency.Answer:
        found, version = _read(commands.take_over(body, causes.of(route)))
        return 201, json.dumps(plain(found)), version

    return idempotency.run_once(route, body, run, required=True)


@blp.get("/loans/<uuid:id>/")
@blp.response(200, Loan)
@blp.doc(operationId="getLoan")
@permission("finance.read")
def read(id: UUID) -> Response:
    found, version = _read(id)
    return json_text(found, version=version)


@blp.get("/loans/<uuid:id>/payoff/")
@blp.arguments(PayoffDay, location="query")
@blp.response(200, Payoff)
@blp.doc(operationId="getPayoff")
@permission("finance.read")
def payoff(args: dict[str, Any], id: UUID) -> Response:
    """What clears the loan on a day (today); nothing is posted."""
    found = queries.payoff(id, args.get("on") or dates.today())
    if found is None:
        raise NotFound()
    return json_text(found)


def _read(id: UUID) -> tuple[dict[str, Any], int]:
    found = queries.one(id)
    if found is None:
        raise NotFound()
    return found
