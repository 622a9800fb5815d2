"""Who did something: id, name and role."""

from marshmallow import Schema, fields


class Actor(Schema):
    id = fields.UUID(required=True)
    name = fields.String(required=True)
    role = fields.String()
