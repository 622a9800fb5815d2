"""The application: lodge, list, read, change, delete."""

from typing import Any
from uuid import UUID

from flask import Response

from applications.commands import applications as commands
from applications.commands import submission
from applications.queries import applications as queries
from applications.queries import detail
from applications.schemas.applications import ApplicationChange, ApplicationFilter, ApplicationPage, NewApplication
from applications.schemas.detail import Application
from lendkit.values.errors import existing
from lendkit.web.access import permission
from lendkit.web.blueprint import blueprint
from lendkit.web.etag import if_match
from lendkit.web.idempotency import Answer, once
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
@once("POST applications")
def create(body: dict[str, Any]) -> Answer:
    """Accepted whole or refused whole; with an Idempotency-Key a retry gets the same answer."""
    text, version = existing(detail.get(submission.create(body)))
    return Answer(201, text, version)


@blp.get("/<uuid:id>/")
@blp.response(200, Application)
@blp.doc(operationId="getApplication")
@permission("applications.read")
def read(id: UUID) -> Response:
    return _shown(id)


@blp.patch("/<uuid:id>/")
@blp.arguments(ApplicationChange)
@blp.response(200, Application)
@blp.doc(operationId="changeApplication")
@permission("applications.edit")
def change(body: dict[str, Any], id: UUID) -> Response:
    commands.change(id, body, if_match())
    return _shown(id)


@blp.delete("/<uuid:id>/")
@blp.response(204)
@blp.doc(operationId="deleteApplication")
@permission("applications.delete")
def delete(id: UUID) -> Response:
    commands.delete(id)
    return Response(status=204)


def _shown(id: UUID) -> Response:
    text, version = existing(detail.get(id))
    return json_text(text, version=version)
