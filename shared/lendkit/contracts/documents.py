"""What documents publishes: facts about files, never their content."""

from marshmallow import fields, validate

from lendkit.contracts.catalogue import Data, EventType, Ref, State
from lendkit.contracts.choices import DOCUMENT_TYPES


class DocumentState(State):
    """A document with its newest file; `number` counts its files from 1, `path` is where its content is downloaded."""

    application_id = fields.UUID(allow_none=True, required=True)
    type = fields.String(required=True, validate=validate.OneOf(DOCUMENT_TYPES))
    name = fields.String(required=True)
    content_type = fields.String(required=True)
    size = fields.Integer(required=True)
    sha256 = fields.String(required=True)
    number = fields.Integer(required=True)
    path = fields.String(required=True)
    template = fields.String(allow_none=True)
    fee_id = fields.UUID(allow_none=True)
    repayment_id = fields.UUID(allow_none=True)
    note_id = fields.UUID(allow_none=True)
    party_id = fields.UUID(allow_none=True)
    signed_by = fields.String(allow_none=True)
    signature_date = fields.Date(allow_none=True)
    created_by = fields.Nested(Ref, required=True)
    created_at = fields.AwareDateTime(required=True)


class DocumentDeleted(State):
    """A document that was deleted, with all its files."""

    application_id = fields.UUID(allow_none=True, required=True)


class PartRefused(Data):
    """`part` is the JSON pointer of the upload in the submit."""

    application_id = fields.UUID(required=True)
    part = fields.String(required=True)
    code = fields.String(required=True)
    detail = fields.String(required=True)


EVENTS = (
    EventType("documents.document_stored.v1", "document", DocumentState, "A document was added."),
    EventType("documents.document_changed.v1", "document", DocumentState, "A document has a new version or new links."),
    EventType("documents.document_deleted.v1", "document", DocumentDeleted, "A document was deleted."),
    EventType("documents.part_refused.v1", "application", PartRefused, "An upload that a submit names was refused."),
)
