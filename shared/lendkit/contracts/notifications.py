"""What notifications publishes."""

from marshmallow import fields

from lendkit.contracts.catalogue import EventType, State


class DeliveryFailed(State):
    """A mail that could not be delivered after all tries; the address stays with us."""

    notification_id = fields.UUID(required=True)
    application_id = fields.UUID(allow_none=True)
    kind = fields.String(required=True)
    channel = fields.String(required=True)
    attempts = fields.Integer(required=True)
    error = fields.String(required=True)


EVENTS = (EventType("notifications.delivery_failed.v1", "delivery", DeliveryFailed, "A mail was given up on."),)
