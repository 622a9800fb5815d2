"""Every error as RFC 9457 problem+json, from whichever layer it came."""

import json
import logging
from http import HTTPStatus
from typing import Any

from flask import Flask, Response
from psycopg2 import OperationalError as PgOperationalError
from sqlalchemy.exc import InterfaceError, OperationalError, TimeoutError
from werkzeug.exceptions import HTTPException

from lendkit.contracts.fields import problems
from lendkit.runtime import context, logs
from lendkit.values.errors import DomainError

log = logging.getLogger(__name__)

CODES = {
    400: "unreadable",
    404: "not_found",
    405: "method_not_allowed",
    413: "too_large",
    415: "unsupported_media_type",
}


def problem(
    status: int, code: str, detail: str = "", *, headers: dict[str, str] | None = None, **extra: Any
) -> Response:
    """An application/problem+json answer; `extra` members are left out when empty."""
    body = {
        "type": "about:blank",
        "title": HTTPStatus(status).phrase,
        "status": status,
        "code": code,
        "detail": detail,
        **{key: value for key, value in extra.items() if value},
        "request_id": context.request_id(),
    }
    text = json.dumps(body, ensure_ascii=False)
    return Response(text, status=status, headers=headers, content_type="application/problem+json")


def register(app: Flask) -> None:
    """One handler per family of errors; nothing else maps errors to answers."""
    app.register_error_handler(DomainError, _domain)
    app.register_error_handler(OperationalError, _database_unavailable)
    app.register_error_handler(PgOperationalError, _database_unavailable)
    app.register_error_handler(InterfaceError, _database_unavailable)
    app.register_error_handler(TimeoutError, _database_unavailable)
    app.register_error_handler(HTTPException, http)
    app.register_error_handler(Exception, _unexpected)


def _domain(exc: DomainError) -> Response:
    return problem(exc.status, exc.code, exc.detail, headers=exc.headers, errors=exc.errors, missing=exc.missing)


def _database_unavailable(exc: Exception) -> Response:
    log.warning("database_unavailable", extra={"error": logs.summary(exc)})
    return problem(503, "unavailable", "This cannot be done right now. Try again soon.", headers={"Retry-After": "5"})


def http(exc: HTTPException) -> Response:
    """Werkzeug's and webargs' errors; their extra headers (Allow, Retry-After) are kept."""
    status = exc.code or 500
    skipped = ("content-type", "content-length")
    headers = {key: value for key, value in exc.get_headers() if key.lower() not in skipped}
    messages = getattr(exc, "data", {}).get("messages") if status == 422 else None
    if messages is not None:
        located = messages.get("json", messages.get("query", messages)) if isinstance(messages, dict) else messages
        return problem(422, "invalid", "Some fields need attention.", errors=problems(located), headers=headers)
    code = getattr(exc, "problem_code", CODES.get(status, "error"))
    return problem(status, code, exc.description or "", headers=headers)


def _unexpected(exc: Exception) -> Response:
    log.exception("unexpected_error", exc_info=exc)
    return problem(500, "internal_error", "Something went wrong on our side. It has been noted.")
