"""Documents as they are uploaded, listed and read."""

from typing import Any

from marshmallow import Schema, ValidationError, fields, validate, validates_schema

from lendkit.contracts.choices import DOCUMENT_TYPES
from lendkit.contracts.fields import Choice, Day, Text
from lendkit.values import dates
from lendkit.web.pages import PageArgs


class UploadForm(Schema):
    """The fields of the form beside `file`."""

    type = Choice(*DOCUMENT_TYPES, required=True)
    application_id = fields.UUID()
    fee_id = fields.UUID()
    repayment_id = fields.UUID()
    note_id = fields.UUID()
    party_id = fields.UUID()
    signed_by = Text(200, shortest=1)
    signature_date = Day()

    @validates_schema
    def check_signature(self, data: dict[str, Any], **_: Any) -> None:
        """Only a signed form has a signer and a date."""
        signature = [name for name in ("signed_by", "signature_date") if name in data]
        if signature and data.get("type") != "signed_form":
            raise ValidationError({name: ["Only a signed_form has this field."] for name in signature})
        if data.get("signature_date") and data["signature_date"] > dates.today():
            raise ValidationError({"signature_date": ["Date can't be in the future."]})


class VersionForm(Schema):
    """A form with only `file`."""


class DocumentFilter(PageArgs):
    application_id = fields.UUID()
    fee_id = fields.UUID()
    repayment_id = fields.UUID()
    note_id = fields.UUID()
    party_id = fields.UUID()
    type = Choice(*DOCUMENT_TYPES)


class ContentArgs(Schema):
    version = fields.Integer(validate=validate.Range(1, 2**31 - 1))


class Person(Schema):
    """Who uploaded it."""

    id = fields.UUID(required=True)
    name = fields.String(required=True)
    role = fields.String(required=True)


class File(Schema):
    """One version of a document: `number` counts from 1, `path` is where its content is downloaded."""

    name = fields.String(required=True)
    content_type = fields.String(required=True)
    size = fields.Integer(required=True)
    sha256 = fields.String(required=True)
    number = fields.Integer(required=True)
    path = fields.String(required=True)
    created_by = fields.Nested(Person, required=True)
    created_at = fields.AwareDateTime(required=True)


class Document(File):
    """A document with its newest file. A staged upload has an `upload_id` and `expires_at`, and no application yet."""

    id = fields.UUID(required=True)
    version = fields.Integer(required=True)
    application_id = fields.UUID(allow_none=True, required=True)
    type = Choice(*DOCUMENT_TYPES, required=True)
    template = fields.String(allow_none=True, required=True)
    fee_id = fields.UUID(allow_none=True, required=True)
    repayment_id = fields.UUID(allow_none=True, required=True)
    note_id = fields.UUID(allow_none=True, required=True)
    party_id = fields.UUID(allow_none=True, required=True)
    signed_by = fields.String(allow_none=True, required=True)
    signature_date = fields.Date(allow_none=True, required=True)
    upload_id = fields.UUID()
    expires_at = fields.AwareDateTime()


class DocumentPage(Schema):
    items = fields.List(fields.Nested(Document), required=True)
    next = fields.String(allow_none=True, required=True)
    total = fields.Integer(allow_none=True, required=True)


class VersionPage(Schema):
    items = fields.List(fields.Nested(File), required=True)
    next = fields.String(allow_none=True, required=True)
    total = fields.Integer(allow_none=True, required=True)
