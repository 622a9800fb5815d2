"""A multipart body: its one file goes straight into the store as a part, its fields through a schema."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from flask import request
from marshmallow import Schema, ValidationError
from werkzeug.exceptions import BadRequest, RequestEntityTooLarge, UnsupportedMediaType
from werkzeug.formparser import FormDataParser

from documents.channels import blobs
from documents.channels.blobs import Part
from documents.domain.kinds import LARGEST, MEGABYTE
from lendkit.contracts.fields import problems
from lendkit.values.errors import Invalid

MOST_BODY = LARGEST + MEGABYTE
MOST_FIELDS = 20
LONGEST_FIELDS = MEGABYTE // 2  # werkzeug's own buffer of 64 KB counts too

Upload = tuple[Part, str | None, dict[str, Any]]  # the sealed part, the name it was sent with, the fields


@contextmanager
def upload(form: type[Schema]) -> Iterator[Upload]:
    """The upload; its part is gone after the block unless it was kept.

    Raises Invalid naming `/file` or a field, UnsupportedMediaType, BadRequest, and DomainError 413 or 507.
    """
    if request.mimetype != "multipart/form-data":
        raise UnsupportedMediaType("Send multipart/form-data.")
    request.max_content_length = MOST_BODY
    parts: list[Part] = []
    try:
        fields, files = _parsed(parts)
        loaded = _load(form, fields)
        sent = files.getlist("file")
        if list(files) != ["file"] or len(sent) != 1:
            raise Invalid({"/file": ["Send one file, in the field named file."]})
        parts[0].seal()
        yield parts[0], sent[0].filename, loaded
    finally:
        for part in parts:
            part.discard()


def _parsed(parts: list[Part]) -> tuple[Any, Any]:
    def begin(*_: Any, **__: Any) -> Part:
        if parts:
            raise Invalid({"/file": ["Send one file at a time."]})
        parts.append(blobs.store().part())
        return parts[0]

    parser = FormDataParser(
        stream_factory=begin,  # type: ignore[arg-type]
        max_form_memory_size=LONGEST_FIELDS,
        max_form_parts=MOST_FIELDS,
        silent=False,
    )
    try:
        stream = request.stream
        _, fields, files = parser.parse(stream, request.mimetype, request.content_length, request.mimetype_params)
    except RequestEntityTooLarge as exc:
        raise RequestEntityTooLarge(f"A file may hold {LARGEST // MEGABYTE} MB at most.") from exc
    except ValueError as exc:
        raise BadRequest(f"This is no multipart body: {exc}.") from exc
    if request.content_length is not None and stream.tell() != request.content_length:
        raise BadRequest("The body ended before its time.")
    return fields, files


def _load(form: type[Schema], fields: Any) -> dict[str, Any]:
    twice = [name for name in fields if len(fields.getlist(name)) > 1]
    if twice:
        raise Invalid({f"/{name}": ["Send this once."] for name in twice})
    try:
        found: dict[str, Any] = form().load({name: value for name, value in fields.items() if value != ""})
    except ValidationError as exc:
        raise Invalid(problems(exc.messages)) from exc
    return found


def described(form: type[Schema]) -> dict[str, Any]:
    """The request body for the OpenAPI document."""
    shown = {name: _property(field) for name, field in form().fields.items()}
    required = ["file", *(name for name, field in form().fields.items() if field.required)]
    file = {"type": "string", "contentMediaType": "application/octet-stream", "description": "At most 25 MB."}
    schema = {"type": "object", "required": required, "properties": {"file": file, **shown}}
    return {"required": True, "content": {"multipart/form-data": {"schema": schema}}}


def _property(field: Any) -> dict[str, Any]:
    """Every field of a form is text; some are of a format, some of a list."""
    choices = [option for check in field.validators for option in getattr(check, "choices", ())]
    format = {"UUID": "uuid", "Day": "date"}.get(type(field).__name__)
    return {"type": "string", **({"enum": choices} if choices else {}), **({"format": format} if format else {})}
