"""Stages, and transitions between them."""

from marshmallow import Schema, fields

from lendkit.contracts import choices
from lendkit.contracts.fields import Choice, Text


class Transition(Schema):
    """The stage to change to; some transitions want a `reason`."""

    to = Choice(*choices.STAGES, required=True)
    reason = Text(200, allow_none=True)
    note = Text(2000, lines=True, allow_none=True)


class Moved(Schema):
    """The new stage; `undo_until` is when the change can no longer be undone, null where it cannot be."""

    id = fields.UUID(required=True)
    version = fields.Integer(required=True)
    stage = Choice(*choices.STAGES, required=True)
    stage_label = fields.String(required=True)
    stage_tone = fields.String(required=True)
    undo_until = fields.AwareDateTime(allow_none=True)


class Stage(Schema):
    code = Choice(*choices.STAGES, required=True)
    label = fields.String(required=True)
    tone = fields.String(required=True)
    position = fields.Integer(required=True)
    terminal = fields.Boolean(required=True)


class StageList(Schema):
    items = fields.List(fields.Nested(Stage), required=True)
