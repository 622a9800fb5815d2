"""Believable branches, BDMs, brokers and one client for a developer's machine."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from lendkit.contracts.shapes import BdmShape, BranchShape, BrokerShape, PersonShape
from lendkit.messaging.work import work
from lendkit.runtime import context
from lendkit.runtime.context import SYSTEM
from parties.commands import directory
from parties.domain import parties as domain
from parties.store import directory as entries
from parties.store import parties as store

SHAPES: dict[str, Any] = {"branch": BranchShape, "bdm": BdmShape, "broker": BrokerShape}
NOUNS = {"branch": "branches", "bdm": "bdms", "broker": "brokers"}


def load(data: dict[str, Any]) -> None:
    """Create each record of `data["parties"]` that is not there yet."""
    with context.bind(actor=SYSTEM):
        for kind, shape in SHAPES.items():
            for entry in data["parties"][NOUNS[kind]]:
                if not entries.exists(UUID(entry["id"])):
                    directory.create(kind, _loaded(shape, entry), id=UUID(entry["id"]))
        for entry in data["parties"]["persons"]:
            _create_person(UUID(entry["id"]), _loaded(PersonShape, entry))


def _loaded(shape: Any, entry: Mapping[str, Any]) -> dict[str, Any]:
    return dict(shape().load({key: value for key, value in entry.items() if key != "id"}))


def _create_person(id: UUID, data: dict[str, Any]) -> None:
    record = {
        "id": id,
        "kind": "person",
        "roles": ["borrower"],
        "name": domain.name_of(data),
        "body": domain.body_of(data),
        "sealed": None,
        "created_by": SYSTEM.id,
        "lodged_with": None,
        **domain.search_keys(data),
    }
    with work() as w:
        state = store.insert(w, record)
        if state is not None:
            w.publish("parties.person_created.v1", state)
