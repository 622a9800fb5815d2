"""`/internal/parties/<noun>/{id}/`: one record, as its events publish it, for other services."""

from functools import partial

from lendkit.web.publication import routes
from parties.queries import directory, parties

blp = routes(
    "parties",
    {
        "people": partial(parties.published, "person"),
        "companies": partial(parties.published, "company"),
        "branches": partial(directory.published, "branch"),
        "bdms": partial(directory.published, "bdm"),
        "brokers": partial(directory.published, "broker"),
    },
)
