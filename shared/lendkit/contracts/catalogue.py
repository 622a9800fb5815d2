"""What a published event type is, and the parts that several owners' events share."""

from dataclasses import dataclass

from marshmallow import INCLUDE, Schema, fields

INTERNAL, PARTNER, RESTRICTED = "internal", "partner", "restricted"
SchemaClass = type[Schema]  # inside EventType, `type` is a field


@dataclass(frozen=True)
class EventType:
    """`classification` says who may have it; `ephemeral` data is wiped from the outbox once it was sent."""

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
    """Event data: a consumer ignores what it does not know, so inside v1 fields are only added."""

    class Meta:
        unknown = INCLUDE


class State(Data):
    """The full public state of a record."""

    id = fields.UUID(required=True)
    version = fields.Integer(required=True)


class Ref(Data):
    """Somebody, by id and name."""

    id = fields.UUID(required=True)
    name = fields.String()
    role = fields.String()
