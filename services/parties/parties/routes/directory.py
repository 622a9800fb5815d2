"""Brokers, BDMs and branches: the same four routes for each."""

from typing import Any
from uuid import UUID

from flask import Response
from flask_smorest import Blueprint
from marshmallow import Schema

from lendkit.contracts.shapes import BdmShape, BranchShape, BrokerShape
from lendkit.values.errors import existing
from lendkit.web.access import permission
from lendkit.web.blueprint import blueprint
from lendkit.web.etag import if_match
from lendkit.web.idempotency import Answer, once
from lendkit.web.responses import json_text
from parties.commands import directory as commands
from parties.queries import directory as queries
from parties.schemas.directory import (
    Bdm,
    BdmChange,
    BdmPage,
    Branch,
    BranchChange,
    BranchPage,
    Broker,
    BrokerChange,
    BrokerPage,
    DirectoryFilter,
)

NOUNS: dict[str, tuple[str, type[Schema], type[Schema], type[Schema], type[Schema]]] = {
    "branches": ("branch", BranchShape, BranchChange, Branch, BranchPage),
    "bdms": ("bdm", BdmShape, BdmChange, Bdm, BdmPage),
    "brokers": ("broker", BrokerShape, BrokerChange, Broker, BrokerPage),
}


def blueprints() -> list[Blueprint]:
    return [_routes(noun, *rest) for noun, rest in NOUNS.items()]


def _routes(
    noun: str, kind: str, shape: type[Schema], change_shape: type[Schema], answer: type[Schema], page: type[Schema]
) -> Blueprint:
    blp = blueprint("parties", noun)

    @blp.get(f"/{noun}/")
    @blp.arguments(DirectoryFilter, location="query")
    @blp.response(200, page)
    @blp.doc(operationId=f"list{noun.title()}")
    @permission("parties.directory")
    def find(args: dict[str, Any]) -> Response:
        return json_text(queries.find(kind, args))

    @blp.post(f"/{noun}/")
    @blp.arguments(shape)
    @blp.response(201, answer)
    @blp.doc(operationId=f"create{kind.title()}")
    @permission("parties.manage")
    @once(f"POST {noun}")
    def create(body: dict[str, Any]) -> Answer:
        return Answer(201, commands.create(kind, body), 1)

    @blp.get(f"/{noun}/<uuid:id>/")
    @blp.response(200, answer)
    @blp.doc(operationId=f"get{kind.title()}")
    @permission("parties.directory")
    def read(id: UUID) -> Response:
        entry = existing(queries.get(kind, id))
        return json_text(entry, version=entry["version"])

    @blp.patch(f"/{noun}/<uuid:id>/")
    @blp.arguments(change_shape)
    @blp.response(200, answer)
    @blp.doc(operationId=f"change{kind.title()}")
    @permission("parties.commission")
    def change(body: dict[str, Any], id: UUID) -> Response:
        entry = commands.change(kind, id, body, if_match())
        return json_text(entry, version=entry["version"])

    return blp
