"""Funding tables: work one out, keep it, read the versions."""

import json
from typing import Any
from uuid import UUID

from flask import Response

from finance.commands import funding as commands
from finance.queries import funding as queries
from finance.schemas.funding import Funding, FundingFilter, FundingPage, FundingShape
from lendkit.values.errors import NotFound
from lendkit.values.plain import plain
from lendkit.web import idempotency
from lendkit.web.access import internal, permission
from lendkit.web.blueprint import blueprint
from lendkit.web.responses import json_text

blp = blueprint("finance", "funding")
published = blueprint("finance", "funding", internal=True)


@blp.get("/funding/")
@blp.arguments(FundingFilter, location="query")
@blp.response(200, FundingPage)
@blp.doc(operationId="listFunding")
@permission("finance.fund")
def find(args: dict[str, Any]) -> Response:
    return json_text(queries.find(args))


@blp.post("/funding/")
@blp.arguments(FundingShape)
@blp.response(201, Funding)
@blp.alt_response(200, schema=Funding, description="A preview: `save` was false, nothing is kept")
@blp.doc(operationId="calculateFunding")
@permission("finance.fund")
def calculate(body: dict[str, Any]) -> Response:
    """Kept as the application's next version, unless `save` is false."""
    if not body["save"]:
        return json_text(commands.preview(body))
    return idempotency.run_once("POST funding", body, lambda: (201, json.dumps(plain(commands.save(body))), 1))


@blp.get("/funding/<uuid:id>/")
@blp.response(200, Funding)
@blp.doc(operationId="getFunding")
@permission("finance.fund")
def read(id: UUID) -> Response:
    found = queries.one(id)
    if found is None:
        raise NotFound()
    return json_text(found, version=1)


@published.get("/funding/<uuid:id>/")
@published.doc(operationId="publishedFunding")
@internal
def record(id: UUID) -> Response:
    """For the copies that other services keep."""
    found = queries.published(id)
    if found is None:
        raise NotFound()
    return json_text(found)
