"""A new event: its schema and golden sample, the command that publishes it, and its consumers."""

import json
from collections.abc import Sequence

from deploy.local.scaffold.checkout import Checkout, adding, importing, mentioning
from deploy.local.scaffold.names import Name

_SAMPLE_ID = "0198c2a4-9a10-7a01-9d11-1c5e2f7a3b77"


def write(checkout: Checkout, name: Name, consumers: Sequence[str]) -> None:
    _contract(checkout, name)
    _publisher(checkout, name)
    for service in consumers:
        _consumer(checkout, name, service)


def _contract(checkout: Checkout, name: Name) -> None:
    """The type in the owner's module; what it carries is a class of its own."""
    aggregate = name.name.rpartition("_")[0] or name.name
    summary = f"{name.words.capitalize()}."
    owner = f"shared/lendkit/contracts/{name.service}.py"
    entry = f'EventType("{name.service}.{name.name}.v1", "{aggregate}", {name.camel}, "{summary}")'
    if not (checkout.root / owner).exists():
        raise SystemExit(f"{name.service} publishes nothing: it has no module in lendkit/contracts")
    checkout.edit(
        owner,
        importing("from lendkit.contracts.catalogue import EventType, State"),
        importing("from marshmallow import fields"),
        lambda text: text.replace("\nEVENTS = (", f"\n{_schema(name)}\n\nEVENTS = (", 1),
        adding("EVENTS", entry),
    )
    sample = f"shared/lendkit/contracts/samples/{name.service}.{name.name}.v1.json"
    checkout.create(sample, "event_sample.json.txt", service=name.service, name=name.name, id=_SAMPLE_ID)
    json.loads((checkout.root / sample).read_text(encoding="utf-8"))


def _schema(name: Name) -> str:
    return (
        f"class {name.camel}(State):\n"
        f'    """{name.words.capitalize()}: of which application, and why."""\n\n'
        "    application_id = fields.UUID(required=True)\n"
        "    reason = fields.String(required=True)\n"
    )


def _publisher(checkout: Checkout, name: Name) -> None:
    names = {"service": name.service, "name": name.name, "words": name.words}
    checkout.package(f"{name.package}/commands", f"The use cases of {name.service}.")
    checkout.create(f"{name.package}/commands/{name.name}.py", "event_command.py.txt", **names)
    checkout.create(f"{name.tests}/commands/test_{name.name}.py", "event_command_test.py.txt", **names)
    checkout.edit(f"services/{name.service}/README.md", mentioning("Publishes", f"`{name.service}.{name.name}`"))


def _consumer(checkout: Checkout, name: Name, service: str) -> None:
    """It keeps a copy of the state, as it keeps every other foreign fact; anything more is a handler of yours."""
    checkout.edit(
        f"services/{service}/{service}/consumers.py",
        importing("from lendkit.messaging import copies"),
        adding("HANDLERS", f'"{name.service}.{name.name}.v1": [copies.project("{name.name}")]'),
    )
    names = {"service": name.service, "name": name.name, "consumer": service, "words": name.words}
    checkout.create(f"services/{service}/tests/consumers/test_{name.name}.py", "event_consumer_test.py.txt", **names)
    checkout.edit(f"services/{service}/README.md", mentioning("Listens to", f"`{name.service}.{name.name}`"))
