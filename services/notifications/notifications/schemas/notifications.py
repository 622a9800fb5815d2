"""Notifications as they are read, and the ticket that opens a socket."""

from marshmallow import Schema, fields

from lendkit.web.pages import PageArgs


class NotificationFilter(PageArgs):
    unread = fields.Boolean()


class Notification(Schema):
    """`link` is the page of the product that it is about."""

    id = fields.UUID(required=True)
    kind = fields.String(required=True)
    title = fields.String(required=True)
    message = fields.String(required=True)
    link = fields.String(allow_none=True, required=True)
    created_at = fields.AwareDateTime(required=True)
    read_at = fields.AwareDateTime(allow_none=True, required=True)
    acknowledged_at = fields.AwareDateTime(allow_none=True, required=True)


class NotificationPage(Schema):
    items = fields.List(fields.Nested(Notification), required=True)
    next = fields.String(allow_none=True, required=True)
    total = fields.Integer(allow_none=True, required=True)
    unread = fields.Integer(required=True)


class Acknowledged(Schema):
    """How many notifications this call acknowledged."""

    acknowledged = fields.Integer(required=True)


class Ticket(Schema):
    """Good once, for 30 seconds."""

    ticket = fields.String(required=True)
