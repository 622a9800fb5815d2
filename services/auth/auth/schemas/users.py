"""Users, for an admin."""

from marshmallow import Schema, fields

from lendkit.contracts.fields import Choice, Email, Flag, Many, Text
from lendkit.contracts.permissions import ROLES
from lendkit.web.pages import PageArgs


class Links(Schema):
    """The broker, BDM, branch or parties that a user is linked to."""

    broker_id = fields.UUID(allow_none=True)
    bd_id = fields.UUID(allow_none=True)
    branch_id = fields.UUID(allow_none=True)
    party_ids = Many(fields.UUID(), 50)


class NewUser(Schema):
    email = Email(required=True)
    password = fields.String(required=True, load_only=True)
    name = Text(120, shortest=1, required=True)
    role = Choice(*ROLES, required=True)
    links = fields.Nested(Links)


class UserChange(Schema):
    password = fields.String(load_only=True)
    name = Text(120, shortest=1)
    role = Choice(*ROLES)
    links = fields.Nested(Links)
    active = Flag()


class User(Schema):
    id = fields.UUID(required=True)
    version = fields.Integer(required=True)
    email = fields.String(required=True)
    name = fields.String(required=True)
    role = Choice(*ROLES, required=True)
    branch_id = fields.UUID(allow_none=True)
    links = fields.Nested(Links, required=True)
    active = fields.Boolean(required=True)


class UserFilter(PageArgs):
    role = Choice(*ROLES)
    active = fields.Boolean()
    q = Text(100)


class UserPage(Schema):
    items = fields.List(fields.Nested(User), required=True)
    next = fields.String(allow_none=True, required=True)
    total = fields.Integer(allow_none=True, required=True)
