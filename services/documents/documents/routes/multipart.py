"""A multipart body: its one file is streamed into the file store, its fields are loaded by a schema."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from flask import request
from marshmallow import Schema, ValidationError
from werkzeug.exceptions import BadRequest, RequestEntityTooLarge, UnsupportedMediaType
from werkzeug.formparser import FormDataParser

from documents.channels import file_store
from documents.channels.file_store import IncomingFile
from documents.domain.file_types import MAX_FILE_SIZE, MEGABYTE
from lendkit.contracts.fields import problems
from lendkit.values.errors import Invalid

MAX_BODY = MAX_FILE_SIZE + MEGABYTE
MAX_FIELDS = 20
MAX_FIELDS_SIZE = MEGABYTE // 2  # werkzeug's own buffer of 64 KB counts too

Upload = tuple[IncomingFile, str | None, dict[str, Any]]  # the sealed file, its name, the fields


@contextmanager
def upload(form: type[Schema]) -> Iterator[Upload]:
    """The upload; after the block its file is deleted unless it was kept.

    Raises Invalid naming `/file` or a field, UnsupportedMediaType, BadRequest, and DomainError 413 or 507.
    """
    if request.mimetype != "multipart/form-data":
        raise UnsupportedMediaType("Send multipart/form-data.")
    request.max_content_length = MAX_BODY
    incoming: list[IncomingFile] = []
    try:
        fields, files = _parse(incoming)
        loaded = _load(form, fields)
        uploaded = files.getlist("file")
        if list(files) != ["file"] or len(uploaded) != 1:
            raise Invalid({"/file": ["Upload one file, in the field “file”."]})
        incoming[0].seal()
        yield incoming[0], uploaded[0].filename, loaded
    finally:
        for file in incoming:
            file.discard()


def _parse(incoming: list[IncomingFile]) -> tuple[Any, Any]:
    def begin(*_: Any, **__: Any) -> IncomingFile:
        if incoming:
            raise Invalid({"/file": ["Upload one file at a time."]})
        incoming.append(file_store.store().incoming())
        return incoming[0]

    parser = FormDataParser(
        stream_factory=begin,  # type: ignore[arg-type]
        max_form_memory_size=MAX_FIELDS_SIZE,
        max_form_parts=MAX_FIELDS,
        silent=False,
    )
    try:
        stream = request.stream
        _, fields, files = parser.parse(stream, request.mimetype, request.content_length, request.mimetype_params)
    except RequestEntityTooLarge as exc:
        raise RequestEntityTooLarge(f"Files can be up to {MAX_FILE_SIZE // MEGABYTE} MB.") from exc
    except ValueError as exc:
        raise BadRequest(f"The multipart body can't be read: {exc}.") from exc
    if request.content_length is not None and stream.tell() != request.content_length:
        raise BadRequest("The request body is incomplete.")
    return fields, files


def _load(form: type[Schema], fields: Any) -> dict[str, Any]:
    repeated = [name for name in fields if len(fields.getlist(name)) > 1]
    if repeated:
        raise Invalid({f"/{name}": ["Send this field once."] for name in repeated})
    try:
        loaded: dict[str, Any] = form().load({name: value for name, value in fields.items() if value != ""})
    except ValidationError as exc:
        raise Invalid(problems(exc.messages)) from exc
    return loaded


def described(form: type[Schema]) -> dict[str, Any]:
    """The request body for the OpenAPI document."""
    properties = {name: _property(field) for name, field in form().fields.items()}
    required = ["file", *(name for name, field in form().fields.items() if field.required)]
    file = {"type": "string", "contentMediaType": "application/octet-stream", "description": "Up to 25 MB."}
    schema = {"type": "object", "required": required, "properties": {"file": file, **properties}}
    return {"required": True, "content": {"multipart/form-data": {"schema": schema}}}


def _property(field: Any) -> dict[str, Any]:
    """Every field of a form is text; some have a format, some a list of choices."""
    choices = [option for check in field.validators for option in getattr(check, "choices", ())]
    format = {"UUID": "uuid", "Day": "date"}.get(type(field).__name__)
    return {"type": "string", **({"enum": choices} if choices else {}), **({"format": format} if format else {})}
