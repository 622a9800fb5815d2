"""The application: lodge, list, read, change, delete."""

from typing import Any
from uuid import UUID

from flask import Response

from applications.commands import application as commands
from applications.commands import lodge
from applications.queries import applications as queries
from applications.queries import detail
from applications.schemas.applications import ApplicationChange, ApplicationFilter, ApplicationPage, NewApplication
from applications.schemas.detail import Application
from lendkit.values.errors import NotFound
from lendkit.web import idempotency
from lendkit.web.access import permission
from lendkit.web.blueprint import blueprint
from lendkit.web.etag import if_match
from lendkit.web.responses import json_text

blp = blueprint("applications", "applications")


@blp.get("/")
@blp.arguments(ApplicationFilter, location="query")
@blp.response(200, ApplicationPage)
@blp.doc(operationId="listApplications")
@permission("applications.read")
def find(args: dict[str, Any]) -> Response:
    return json_text(queries.find(args))


@blp.post("/")
@blp.arguments(NewApplication)
@blp.response(201, Application)
@blp.doc(operationId="lodgeApplication")
@permission("applications.lodge")
def create(body: dict[str, Any]) -> Response:
    """Accepted whole or refused whole; with an Idempotency-Key a retry gets the same answer."""

    def run() -> idempotency.Answer:
        text, version = _read(lodge.create(body))
        return 201, text, version

    return idempotency.run_once("POST applications", body, run)


@blp.get("/<uuid:id>/")
@blp.response(200, Application)
@blp.doc(operationId="getApplication")
@permission("applications.read")
def read(id: UUID) -> Response:
    text, version = _read(id)
    return json_text(text, version=version)


@blp.patch("/<uuid:id>/")
@blp.arguments(ApplicationChange)
@blp.response(200, Application)
@blp.doc(operationId="changeApplication")
@permission("applications.edit")
def change(body: dict[str, Any], id: UUID) -> Response:
    commands.change(id, body, if_match())
    text, version = _read(id)
    return json_text(text, version=version)


@blp.delete("/<uuid:id>/")
@blp.response(204)
@blp.doc(operationId="deleteApplication")
@permission("applications.delete")
def delete(id: UUID) -> Response:
    commands.delete(id)
    return Response(status=204)


def _read(id: UUID) -> tuple[str, int]:
    found = detail.one(id)
    if found is None:
        raise NotFound()
    return found
