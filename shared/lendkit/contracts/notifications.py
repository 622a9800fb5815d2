"""What notifications publishes."""

from marshmallow import fields

from lendkit.contracts.catalogue import EventType, State


class DeliveryFailed(State):
    """An email that could not be delivered; its address is not part of the event."""

    notification_id = fields.UUID(required=True)
    application_id = fields.UUID(allow_none=True)
    kind = fields.String(required=True)
    channel = fields.String(required=True)
    attempts = fields.Integer(required=True)
    error = fields.String(required=True)


EVENTS = (
    EventType("notifications.delivery_failed.v1", "delivery", DeliveryFailed, "An email could not be delivered."),
)
