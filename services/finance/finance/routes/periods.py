"""Accounting periods: which are closed, and closing one."""

import json
from typing import Any

from flask import Response

from finance.commands import periods as commands
from finance.queries import periods as queries
from finance.schemas.ledger import NewClosing, Period, PeriodPage
from lendkit.values.plain import plain
from lendkit.web import idempotency
from lendkit.web.access import permission
from lendkit.web.blueprint import blueprint
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
def close(body: dict[str, Any]) -> Response:
    """Close a month that is over, for good."""

    def run() -> idempotency.Answer:
        commands.close(body["month"])
        return 201, json.dumps(plain(queries.one(f"{body['month']:%Y-%m}"))), None

    return idempotency.run_once("POST periods", body, run, required=True)
