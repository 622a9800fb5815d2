"""Login and sessions."""

from marshmallow import Schema, fields

from auth.schemas.users import Links
from lendkit.contracts.fields import Choice, Text
from lendkit.contracts.permissions import ROLES


class Login(Schema):
    email = Text(254, shortest=1, required=True)
    password = fields.String(required=True, load_only=True)


class SessionUser(Schema):
    id = fields.UUID(required=True)
    email = fields.String(required=True)
    name = fields.String(required=True)
    role = Choice(*ROLES, required=True)
    links = fields.Nested(Links, required=True)


class Session(Schema):
    access = fields.String(required=True)
    expires_in = fields.Integer(required=True)
    user = fields.Nested(SessionUser, required=True)


class Refreshed(Schema):
    """Without a session `authenticated` is false and the rest is absent."""

    authenticated = fields.Boolean(required=True)
    access = fields.String()
    expires_in = fields.Integer()
    user = fields.Nested(SessionUser)


class Permissions(Schema):
    role = Choice(*ROLES, required=True)
    permissions = fields.List(fields.String(), required=True)
