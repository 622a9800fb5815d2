"""A published event type, and the schemas that several owners' events share."""

from dataclasses import dataclass

from marshmallow import INCLUDE, Schema, fields

INTERNAL, PARTNER, RESTRICTED = "internal", "partner", "restricted"
SchemaClass = type[Schema]  # inside EventType, `type` is a field


@dataclass(frozen=True)
class EventType:
    """`summary` is one sentence in the past tense, for the AsyncAPI document; `classification` says who may receive the
    event; the data of an `ephemeral` one is wiped from the outbox once it has been sent."""

    type: str
    aggregate: str
    schema: SchemaClass
    summary: str
    classification: str = INTERNAL
    ephemeral: bool = False

    @property
    def owner(self) -> str:
        return self.type.partition(".")[0]


class Data(Schema):
    """Event data. A consumer ignores fields it doesn't know, so within v1 fields may be added and never removed."""

    class Meta:
        unknown = INCLUDE


class State(Data):
    """The public state of a record, whole; `version` rises with each change."""

    id = fields.UUID(required=True)
    version = fields.Integer(required=True)


class Ref(Data):
    """A person or user, by id, name and role."""

    id = fields.UUID(required=True)
    name = fields.String()
    role = fields.String()
