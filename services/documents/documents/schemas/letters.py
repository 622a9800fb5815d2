"""Asking for a letter."""

from marshmallow import Schema, fields

from documents.domain.letters import TEMPLATES
from lendkit.contracts.fields import Choice


class Letter(Schema):
    application_id = fields.UUID(required=True)
    template = Choice(*TEMPLATES, required=True)
