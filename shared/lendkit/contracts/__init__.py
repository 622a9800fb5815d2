"""The published language: the events of every owner, the shapes of requests and the permission matrix."""

import json
from functools import cache
from pathlib import Path
from typing import Any

from jsonschema import Draft202012Validator, FormatChecker
from marshmallow import fields

from lendkit.contracts import applications, auth, documents, finance, notifications, parties
from lendkit.contracts.catalogue import INTERNAL, Data, EventType
from lendkit.contracts.envelope import Event

FOLDER = Path(__file__).parent
OWNERS = ("auth", "parties", "applications", "finance", "documents", "notifications", "reports")


class Heartbeat(Data):
    as_of = fields.AwareDateTime(required=True)


HEARTBEATS = tuple(
    EventType(
        f"{owner}.heartbeat.v1",
        "heartbeat",
        Heartbeat,
        f"Everything {owner} published up to this instant has been sent.",
    )
    for owner in OWNERS
)

CATALOGUE: dict[str, EventType] = {
    event.type: event
    for owner in (auth, parties, applications, finance, documents, notifications)
    for event in owner.EVENTS
} | {event.type: event for event in HEARTBEATS}


def classification_of(type: str) -> str:
    return CATALOGUE[type].classification if type in CATALOGUE else INTERNAL


def validate(event: Event) -> None:
    """Raises jsonschema.ValidationError when the data does not fit the published schema of its type."""
    _validator(event.type).validate(event.data)


def schema_file(type: str) -> Path:
    return FOLDER / "schemas" / f"{type}.json"


def sample_file(type: str) -> Path:
    return FOLDER / "samples" / f"{type}.json"


def sample(type: str) -> dict[str, Any]:
    """The golden sample of a type: a whole envelope that both sides are tested on."""
    envelope: dict[str, Any] = json.loads(sample_file(type).read_text(encoding="utf-8"))
    return envelope


@cache
def _validator(type: str) -> Draft202012Validator:
    return Draft202012Validator(
        json.loads(schema_file(type).read_text(encoding="utf-8")), format_checker=FormatChecker()
    )


__all__ = [
    "CATALOGUE",
    "OWNERS",
    "Event",
    "EventType",
    "classification_of",
    "sample",
    "schema_file",
    "validate",
]
