"""`/internal/<service>/<noun>/{id}/`: one record as its events publish it, for the copies that other services keep."""

from collections.abc import Callable, Mapping
from typing import Any
from uuid import UUID

from flask import Response
from flask_smorest import Blueprint

from lendkit.values.errors import existing
from lendkit.web.access import internal
from lendkit.web.blueprint import blueprint
from lendkit.web.responses import json_text

Published = Mapping[str, Any] | str  # {id, version, deleted, body, as_of}, or JSON text of that


def routes(service: str, records: Mapping[str, Callable[[UUID], Published | None]]) -> Blueprint:
    """`records`: the noun of the path → the query that answers one, None where there never was such a record."""
    blp = blueprint(service, "published", internal=True)

    @blp.get("/<noun>/<uuid:id>/")
    @blp.doc(operationId="publishedRecord")
    @internal
    def published(noun: str, id: UUID) -> Response:
        query = existing(records.get(noun))
        return json_text(existing(query(id)))

    return blp
