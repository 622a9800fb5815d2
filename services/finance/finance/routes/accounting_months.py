"""Accounting months: list them, close one."""

from typing import Any

from flask import Response

from finance.commands import accounting_months as commands
from finance.queries import accounting_months as queries
from finance.schemas.accounting_months import NewClosing, Period, PeriodPage
from lendkit.web.access import permission
from lendkit.web.blueprint import blueprint
from lendkit.web.idempotency import Answer, once
from lendkit.web.responses import json_text

blp = blueprint("finance", "periods")


@blp.get("/periods/")
@blp.response(200, PeriodPage)
@blp.doc(operationId="listPeriods")
@permission("finance.books")
def find() -> Response:
    return json_text(queries.find())


@blp.post("/periods/")
@blp.arguments(NewClosing)
@blp.response(201, Period)
@blp.doc(operationId="closePeriod")
@permission("finance.post")
@once("POST periods", required=True)
def close(body: dict[str, Any]) -> Answer:
    """Closes a month that is over. This can't be undone."""
    commands.close(body["month"])
    return Answer(201, queries.one(f"{body['month']:%Y-%m}"))
