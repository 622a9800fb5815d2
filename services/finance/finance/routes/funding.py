"""Funding tables: calculate, save, read the versions."""

from typing import Any
from uuid import UUID

from flask import Response

from finance.commands import funding as commands
from finance.queries import funding as queries
from finance.schemas.funding import Funding, FundingFilter, FundingPage, FundingShape
from lendkit.values.errors import existing
from lendkit.web.access import permission
from lendkit.web.blueprint import blueprint
from lendkit.web.idempotency import Answer, run_once
from lendkit.web.responses import json_text

blp = blueprint("finance", "funding")


@blp.get("/funding/")
@blp.arguments(FundingFilter, location="query")
@blp.response(200, FundingPage)
@blp.doc(operationId="listFunding")
@permission("finance.fund")
def find(args: dict[str, Any]) -> Response:
    return json_text(existing(queries.find(args), "Application not found, or you don't have access."))


@blp.post("/funding/")
@blp.arguments(FundingShape)
@blp.response(201, Funding)
@blp.alt_response(200, schema=Funding, description="A preview: `save` was false, so nothing was saved")
@blp.doc(operationId="calculateFunding")
@permission("finance.fund")
def calculate(body: dict[str, Any]) -> Response:
    """Saves the table as the application's next version, unless `save` is false."""
    if not body["save"]:
        return json_text(commands.preview(body))
    return run_once("POST funding", body, lambda: Answer(201, commands.save(body), 1))


@blp.get("/funding/<uuid:id>/")
@blp.response(200, Funding)
@blp.doc(operationId="getFunding")
@permission("finance.fund")
def read(id: UUID) -> Response:
    return json_text(existing(queries.one(id), "Funding table not found, or you don't have access."), version=1)
