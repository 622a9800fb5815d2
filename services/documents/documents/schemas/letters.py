"""The request for a letter."""

from marshmallow import Schema, fields

from documents.domain.letters.templates import TEMPLATES
from lendkit.contracts.fields import Choice


class Letter(Schema):
    """Which letter to generate from which application."""

    application_id = fields.UUID(required=True)
    template = Choice(*TEMPLATES, required=True)
