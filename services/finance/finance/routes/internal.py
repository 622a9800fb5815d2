"""What other services may ask finance: to settle, to discharge, to let an application go, and one record each."""

from typing import Any
from uuid import UUID

from flask import Response

from finance.commands import closures, loans
from finance.queries import loans as queries
from finance.queries import published
from finance.schemas.loans import Closure, Discharge, PayoffDay, Settlement
from lendkit.runtime import context
from lendkit.values import dates
from lendkit.values.actor import Actor
from lendkit.values.errors import NotFound
from lendkit.web.access import internal
from lendkit.web.blueprint import blueprint
from lendkit.web.responses import json_text

blp = blueprint("finance", "records", internal=True)


@blp.post("/loans/")
@blp.arguments(Settlement)
@blp.doc(operationId="settle")
@internal
def settle(body: dict[str, Any]) -> Response:
    """201 with the open loan, 200 where it was open before, 409 with what is missing."""
    with context.bind(actor=_actor(body)):
        state, new = loans.settle({**body, "actor": body["actor"]})
    return json_text(state, 201 if new else 200)


@blp.post("/discharges/")
@blp.arguments(Discharge)
@blp.doc(operationId="discharge")
@internal
def discharge(body: dict[str, Any]) -> Response:
    """200 with the closed loan, 409 while anything is owed."""
    with context.bind(actor=_actor(body)):
        return json_text(loans.discharge(body["application_id"], body["on"], body["actor"]["id"]))


@blp.post("/closures/")
@blp.arguments(Closure)
@blp.doc(operationId="closeBook")
@internal
def close(body: dict[str, Any]) -> Response:
    """200 when no money was posted, 409 `money_posted` otherwise."""
    with context.bind(actor=_actor(body)):
        closures.close(body["application_id"], body["actor"]["id"])
    return json_text({"application_id": body["application_id"], "closed": True})


@blp.get("/payoffs/<uuid:id>/")
@blp.arguments(PayoffDay, location="query")
@blp.doc(operationId="payoffForLetter")
@internal
def payoff(args: dict[str, Any], id: UUID) -> Response:
    """What clears the loan on a day (today), for a letter; nothing is posted."""
    found = queries.payoff(id, args.get("on") or dates.today())
    if found is None:
        raise NotFound()
    return json_text(found)


@blp.get("/<any(fees, loans, repayments, payments, journals):noun>/<uuid:id>/")
@blp.doc(operationId="publishedRecord")
@internal
def record(noun: str, id: UUID) -> Response:
    """For the copies that other services keep."""
    found = published.one(noun, id)
    if found is None:
        raise NotFound()
    return json_text(found)


def _actor(body: dict[str, Any]) -> Actor:
    """Whom the other service speaks for."""
    by = body["actor"]
    return Actor(id=by["id"], role=by["role"], name=by["name"])
