"""The envelope of every event: CloudEvents 1.0 in JSON, with our few extensions."""

from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, Self
from uuid import UUID

from lendkit.runtime import context
from lendkit.values import dates
from lendkit.values.identifiers import uuid7
from lendkit.values.plain import plain


@dataclass(frozen=True)
class Event:
    """Something that happened. `subject` is the record's id, `sequence` its version, `data` its public state and
    whatever only this event says."""

    type: str
    subject: UUID
    sequence: int
    data: dict[str, Any]
    id: UUID = field(default_factory=uuid7)
    time: datetime = field(default_factory=dates.now)
    actor: dict[str, Any] | None = None
    correlation_id: str | None = None
    client_id: str | None = None
    traceparent: str | None = None
    classification: str = "internal"
    origin: str | None = None

    @property
    def owner(self) -> str:
        """The service that published it."""
        return self.type.partition(".")[0]

    @classmethod
    def new(cls, type: str, subject: UUID, sequence: int, data: dict[str, Any], *, origin: str | None = None) -> Self:
        """A new event, caused by the current request, event or job; `data` is made JSON-ready."""
        from lendkit.contracts import classification_of

        actor = context.maybe_actor()
        return cls(
            type=type,
            subject=subject,
            sequence=sequence,
            data=plain(data),
            actor=actor.as_ref() if actor else None,
            correlation_id=context.correlation_id(),
            client_id=context.client_id(),
            classification=classification_of(type),
            origin=origin,
        )

    def to_wire(self) -> dict[str, Any]:
        extensions = {
            "actor": self.actor,
            "correlationid": self.correlation_id,
            "clientid": self.client_id,
            "traceparent": self.traceparent,
            "origin": self.origin,
        }
        return {
            "specversion": "1.0",
            "id": str(self.id),
            "type": self.type,
            "source": f"/lend/{self.owner}",
            "subject": str(self.subject),
            "time": self.time.isoformat(),
            "datacontenttype": "application/json",
            "sequence": self.sequence,
            "classification": self.classification,
            **{name: value for name, value in extensions.items() if value is not None},
            "data": self.data,
        }

    @classmethod
    def from_wire(cls, body: Any) -> Self:
        """Reads a message; unknown attributes are ignored. Raises ValueError when it can't be read."""
        try:
            return cls(
                type=_text(body["type"]),
                subject=UUID(body["subject"]),
                sequence=_version(body["sequence"]),
                data=_object(body.get("data", {})),
                id=UUID(body["id"]),
                time=_instant(body["time"]),
                actor=None if body.get("actor") is None else _object(body["actor"]),
                correlation_id=_maybe_text(body.get("correlationid")),
                client_id=_maybe_text(body.get("clientid")),
                traceparent=_maybe_text(body.get("traceparent")),
                classification=_text(body.get("classification", "internal")),
                origin=_maybe_text(body.get("origin")),
            )
        except (KeyError, TypeError, AttributeError, OverflowError) as exc:
            raise ValueError(f"not an event: {exc!r}") from exc


def _text(value: Any) -> str:
    if not isinstance(value, str) or not value:
        raise ValueError("not an event: a text is missing")
    return value


def _maybe_text(value: Any) -> str | None:
    return None if value is None else _text(value)


def _version(value: Any) -> int:
    """Refuses 1.9, true, and more than the column holds."""
    if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value < 2**31:
        raise ValueError("not an event: the sequence is no version")
    return value


def _instant(value: Any) -> datetime:
    instant = datetime.fromisoformat(value)
    if instant.tzinfo is None:
        raise ValueError("not an event: the time has no zone")
    return instant.astimezone(UTC)


def _object(value: Any) -> dict[str, Any]:
    if not isinstance(value, dict):
        raise ValueError("not an event: data or actor is not an object")
    return value
