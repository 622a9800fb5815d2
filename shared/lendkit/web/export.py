"""Everything that this service ever published about one kind of thing, for services that rebuild their copies."""

from flask import Blueprint, Response, request

from lendkit.contracts import CATALOGUE
from lendkit.contracts.catalogue import RESTRICTED
from lendkit.runtime import db
from lendkit.values.errors import Invalid, NotFound
from lendkit.web.access import internal

PAGE, MOST = 1000, 5000
_READ = """
SELECT (payload || jsonb_build_object('seq', seq))::text AS line FROM outbox
WHERE aggregate_type = :aggregate AND seq > :after AND type = ANY(:types) ORDER BY seq LIMIT :limit
"""


def blueprint(service: str) -> Blueprint:
    routes = Blueprint("export", __name__)

    @routes.get(f"/internal/{service}/export/<aggregate>/")
    @internal
    def export(aggregate: str) -> Response:
        """NDJSON of envelopes with their `seq`, in order, after `?after=`; an empty answer is the end.

        A row that commits late may have a lower `seq` than one that was already read: who follows on reads the last
        minute again.
        """
        types = exported(service, aggregate)
        if not types:
            raise NotFound()
        limit = min(max(_whole("limit", PAGE), 1), MOST)
        params = {"aggregate": aggregate, "types": types, "after": _whole("after", 0), "limit": limit}
        lines = [row.line for row in db.all(_READ, params)]
        return Response("".join(f"{line}\n" for line in lines), content_type="application/x-ndjson")

    return routes


def exported(service: str, aggregate: str) -> list[str]:
    """The types of this owner's aggregate that are kept in its log; sealed data is kept nowhere."""
    return [
        event.type
        for event in CATALOGUE.values()
        if event.owner == service
        and event.aggregate == aggregate
        and not event.ephemeral
        and event.classification != RESTRICTED
    ]


def _whole(name: str, default: int) -> int:
    text = request.args.get(name)
    if text is None:
        return default
    if not (text.isascii() and text.isdigit() and len(text) <= 18):
        raise Invalid({f"/{name}": ["This is a whole number that is not negative."]})
    return int(text)
