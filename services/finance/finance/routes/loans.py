"""Loans: board, list, read, payout figure."""

from typing import Any
from uuid import UUID

from flask import Response

from finance.commands import loans as commands
from finance.queries import loans as queries
from finance.routes import command_refs
from finance.schemas.loans import BoardedLoan, Loan, LoanFilter, LoanPage, Payoff, PayoffDay
from lendkit.values import dates
from lendkit.values.errors import existing
from lendkit.web.access import permission
from lendkit.web.blueprint import blueprint
from lendkit.web.idempotency import Answer, once
from lendkit.web.responses import json_text

blp = blueprint("finance", "loans")
NOT_FOUND = "Loan not found, or you don't have access."


@blp.get("/loans/")
@blp.arguments(LoanFilter, location="query")
@blp.response(200, LoanPage)
@blp.doc(operationId="listLoans")
@permission("finance.read")
def find(args: dict[str, Any]) -> Response:
    return json_text(queries.find(args))


@blp.post("/loans/")
@blp.arguments(BoardedLoan)
@blp.response(201, Loan)
@blp.doc(operationId="boardLoan")
@permission("finance.post")
@once("POST loans", required=True)
def board(body: dict[str, Any]) -> Answer:
    """Boards an existing loan by the terms it settled on. Its history is worked out and posted."""
    return Answer(201, *_read(commands.board(body, command_refs.current())))


@blp.get("/loans/<uuid:id>/")
@blp.response(200, Loan)
@blp.doc(operationId="getLoan")
@permission("finance.read")
def read(id: UUID) -> Response:
    loan, version = _read(id)
    return json_text(loan, version=version)


@blp.get("/loans/<uuid:id>/payoff/")
@blp.arguments(PayoffDay, location="query")
@blp.response(200, Payoff)
@blp.doc(operationId="getPayoff")
@permission("finance.read")
def payoff(args: dict[str, Any], id: UUID) -> Response:
    """The payout figure on a day (by default today). Nothing is posted."""
    return json_text(existing(queries.payoff(id, args.get("on") or dates.today()), NOT_FOUND))


def _read(id: UUID) -> tuple[dict[str, Any], int]:
    return existing(queries.one(id), NOT_FOUND)
