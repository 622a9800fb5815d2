"""What other services may ask parties: one record, as its events publish it."""

from uuid import UUID

from flask import Response

from lendkit.values.errors import NotFound
from lendkit.web.access import internal
from lendkit.web.blueprint import blueprint
from lendkit.web.responses import json_text
from parties.queries import directory, party

blp = blueprint("parties", "records", internal=True)
PARTIES = {"people": "person", "companies": "company"}
ENTRIES = {"branches": "branch", "bdms": "bdm", "brokers": "broker"}


@blp.get("/<noun>/<uuid:id>/")
@blp.doc(operationId="publishedRecord")
@internal
def record(noun: str, id: UUID) -> Response:
    found = None
    if noun in PARTIES:
        found = party.published(PARTIES[noun], id)
    elif noun in ENTRIES:
        found = directory.published(ENTRIES[noun], id)
    if found is None:
        raise NotFound()
    return json_text(found)
