"""What other services may ask finance: settle, discharge, close a subledger, a payout figure, one record of a kind."""

from typing import Any
from uuid import UUID

from flask import Response

from finance.commands import loans, subledger
from finance.queries import loans as queries
from finance.queries.published import RECORDS
from finance.schemas.loans import Closure, Discharge, PayoffDay, Settlement
from lendkit.runtime import context
from lendkit.values import dates
from lendkit.values.actor import Actor
from lendkit.values.errors import existing
from lendkit.web import publication
from lendkit.web.access import internal
from lendkit.web.blueprint import blueprint
from lendkit.web.responses import json_text

blp = blueprint("finance", "records", internal=True)
published = publication.routes("finance", RECORDS)


@blp.post("/loans/")
@blp.arguments(Settlement)
@blp.doc(operationId="settle")
@internal
def settle(body: dict[str, Any]) -> Response:
    """201 with the open loan, 200 where it was open before, 409 with what is missing."""
    with context.bind(actor=_actor(body)):
        state, is_new = loans.settle(body)
    return json_text(state, 201 if is_new else 200)


@blp.post("/discharges/")
@blp.arguments(Discharge)
@blp.doc(operationId="discharge")
@internal
def discharge(body: dict[str, Any]) -> Response:
    """200 with the discharged loan, 409 while anything is owed."""
    with context.bind(actor=_actor(body)):
        return json_text(loans.discharge(body["application_id"], body["on"], body["actor"]["id"]))


@blp.post("/closures/")
@blp.arguments(Closure)
@blp.doc(operationId="closeSubledger")
@internal
def close(body: dict[str, Any]) -> Response:
    """200 where no money was posted, 409 `money_posted` otherwise."""
    with context.bind(actor=_actor(body)):
        subledger.close(body["application_id"], body["actor"]["id"])
    return json_text({"application_id": body["application_id"], "closed": True})


@blp.get("/payoffs/<uuid:id>/")
@blp.arguments(PayoffDay, location="query")
@blp.doc(operationId="payoffForLetter")
@internal
def payoff(args: dict[str, Any], id: UUID) -> Response:
    """The payout figure on a day (by default today), for a letter. Nothing is posted."""
    return json_text(existing(queries.payoff(id, args.get("on") or dates.today())))


def _actor(body: dict[str, Any]) -> Actor:
    """Whom the other service acts for."""
    by = body["actor"]
    return Actor(id=by["id"], role=by["role"], name=by["name"])
