"""Borrowers, guarantors and companies: the same four routes for each."""

from typing import Any
from uuid import UUID

from flask import Response
from flask_smorest import Blueprint
from marshmallow import Schema

from lendkit.values.errors import existing
from lendkit.web.access import permission
from lendkit.web.blueprint import blueprint
from lendkit.web.etag import if_match
from lendkit.web.idempotency import Answer, once
from lendkit.web.responses import json_text
from parties.commands import parties as commands
from parties.queries import parties as queries
from parties.schemas.parties import NewBorrower, NewCompany, NewGuarantor, Party, PartyFilter, PartyPage

NOUNS: dict[str, tuple[str, type[Schema], str]] = {
    "borrowers": ("Borrower", NewBorrower, "borrower"),
    "guarantors": ("Guarantor", NewGuarantor, "guarantor"),
    "companies": ("Company", NewCompany, "borrower"),
}


def blueprints() -> list[Blueprint]:
    return [_routes(noun, *rest) for noun, rest in NOUNS.items()]


def _routes(noun: str, label: str, shape: type[Schema], role: str) -> Blueprint:
    blp = blueprint("parties", noun)

    @blp.get(f"/{noun}/")
    @blp.arguments(PartyFilter, location="query")
    @blp.response(200, PartyPage)
    @blp.doc(operationId=f"list{noun.title()}")
    @permission("parties.read")
    def find(args: dict[str, Any]) -> Response:
        return json_text(queries.find(noun, args))

    @blp.post(f"/{noun}/")
    @blp.arguments(shape)
    @blp.response(201, Party)
    @blp.doc(operationId=f"create{label}")
    @permission("parties.write")
    @once(f"POST {noun}")
    def create(body: dict[str, Any]) -> Answer:
        return Answer(201, commands.create(role, body), 1)

    @blp.get(f"/{noun}/<uuid:id>/")
    @blp.response(200, Party)
    @blp.doc(operationId=f"get{label}")
    @permission("parties.read")
    def read(id: UUID) -> Response:
        party = existing(queries.get(noun, id))
        return json_text(party, version=party["version"])

    @blp.patch(f"/{noun}/<uuid:id>/")
    @blp.arguments(shape)
    @blp.response(200, Party)
    @blp.doc(operationId=f"change{label}")
    @permission("parties.write")
    def change(body: dict[str, Any], id: UUID) -> Response:
        existing(queries.get(noun, id))
        party = commands.change(id, body, if_match())
        return json_text(party, version=party["version"])

    return blp
