"""The event that a round of notifications comes of."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from lendkit.contracts.envelope import Event
from notifications.domain import rules


@dataclass(frozen=True)
class Trigger:
    """`kind` is the kind of notification, `facts` the event's data on top of what is known of its application."""

    event: Event
    kind: str
    facts: Mapping[str, Any]

    @property
    def application_id(self) -> str | None:
        return self.facts.get("application_id")

    @property
    def dedupe_key(self) -> str:
        return rules.dedupe_key(self.kind, self.facts, str(self.event.id))
