"""Believable branches, BDMs, brokers and one client for a developer's machine."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from lendkit.contracts.envelope import Event
from lendkit.contracts.shapes import BdmShape, BranchShape, BrokerShape, PersonShape
from lendkit.messaging.work import work
from lendkit.runtime import context, db
from lendkit.runtime.context import SYSTEM
from parties.commands import directory
from parties.domain import party as domain
from parties.store import party as store

SHAPES: dict[str, Any] = {"branch": BranchShape, "bdm": BdmShape, "broker": BrokerShape}
NOUNS = {"branch": "branches", "bdm": "bdms", "broker": "brokers"}


def load(data: dict[str, Any]) -> None:
    """Create each record of `data["parties"]` that is not there yet."""
    with context.bind(actor=SYSTEM):
        for kind, shape in SHAPES.items():
            for entry in data["parties"][NOUNS[kind]]:
                if db.one("SELECT 1 FROM directory WHERE id = :id", {"id": entry["id"]}) is None:
                    directory.create(kind, _loaded(shape, entry), id=UUID(entry["id"]))
        for entry in data["parties"]["persons"]:
            _person(UUID(entry["id"]), _loaded(PersonShape, entry))


def _loaded(shape: Any, entry: Mapping[str, Any]) -> dict[str, Any]:
    loaded = shape().load({key: value for key, value in entry.items() if key != "id"})
    return dict(loaded)


def _person(id: UUID, data: dict[str, Any]) -> None:
    with work() as w:
        row = store.insert(
            w,
            {
                "id": id,
                "kind": "person",
                "roles": ["borrower"],
                "name": domain.name_of(data),
                "body": domain.body_of(data),
                "sealed": None,
                "created_by": SYSTEM.id,
                "lodged_with": None,
                **domain.search_keys(data),
            },
        )
        if row is not None:
            w.emit(Event.new("parties.person_created.v1", subject=id, sequence=1, data=row.state))
