"""What auth publishes."""

from marshmallow import fields

from lendkit.contracts.catalogue import EventType, State


class UserState(State):
    email = fields.String(required=True)
    name = fields.String(required=True)
    role = fields.String(required=True)
    branch_id = fields.UUID(allow_none=True)
    links = fields.Dict(required=True)
    active = fields.Boolean(required=True)


EVENTS = (
    EventType("auth.user_registered.v1", "user", UserState, "A user was added and can sign in."),
    EventType("auth.user_changed.v1", "user", UserState, "A user's name, role, links or password changed."),
    EventType("auth.user_deactivated.v1", "user", UserState, "A user was deactivated and can no longer sign in."),
)
