"""The app factory: what every service's `create_app` calls."""

import logging
import re
import time
from collections.abc import Sequence
from contextlib import ExitStack
from typing import Any
from urllib.parse import urlsplit

from flask import Flask, Response, g, request
from flask_smorest import Api, Blueprint
from marshmallow import Schema, fields
from werkzeug.exceptions import HTTPException
from werkzeug.middleware.proxy_fix import ProxyFix
from werkzeug.routing import RequestRedirect

from lendkit.contracts.fields import Money, Rate
from lendkit.runtime import bootstrap, context, logs
from lendkit.runtime.settings import Settings
from lendkit.values.identifiers import uuid7
from lendkit.web import access, export, health, metrics, problems
from lendkit.web.auth import Verifier
from lendkit.web.strict_json import StrictRequest

log = logging.getLogger("lendkit.access")

BODY_LIMIT = 1024 * 1024
MOST_THROWN_AWAY = 32 * BODY_LIMIT
ALLOWED_HEADERS = "Authorization, Content-Type, Idempotency-Key, If-Match, X-Client-Id, X-Request-Id"
_REQUEST_ID = re.compile(r"[A-Za-z0-9-]{8,64}")


class Problem(Schema):
    """RFC 9457, with our members."""

    type = fields.String(required=True)
    title = fields.String(required=True)
    status = fields.Integer(required=True)
    code = fields.String(required=True)
    detail = fields.String(required=True)
    errors = fields.Dict(keys=fields.String(), values=fields.List(fields.String()))
    missing = fields.List(fields.Dict())
    request_id = fields.String(allow_none=True)


class ProblemApi(Api):  # type: ignore[misc]
    """flask-smorest, answering errors our way."""

    ERROR_SCHEMA = Problem

    def handle_http_exception(self, error: HTTPException) -> Response:
        return problems.http(error)


class LendFlask(Flask):
    request_class = StrictRequest


def create_app(name: str, settings: Settings, blueprints: Sequence[Blueprint], *, title: str) -> Flask:
    """A Flask app with strict JSON, access checks, problems, health, metrics and its OpenAPI document."""
    bootstrap.start(settings)
    app = LendFlask(name, static_folder=None)
    app.config.update(
        MAX_CONTENT_LENGTH=BODY_LIMIT,
        API_TITLE=title,
        API_VERSION="1",
        OPENAPI_VERSION="3.1.0",
        OPENAPI_URL_PREFIX=f"/api/{name}",
        OPENAPI_JSON_PATH="openapi.json",
        API_SPEC_OPTIONS={"security": [{"bearer": []}]},
        PROPAGATE_EXCEPTIONS=False,
    )
    # Who calls is what the gateway saw, and it says so itself, whatever the caller had written there.
    app.wsgi_app = ProxyFix(app.wsgi_app, x_for=1, x_proto=0)  # type: ignore[method-assign]
    app.extensions["lend_verifier"] = Verifier(settings)
    _document(app, blueprints)
    app.register_blueprint(health.blueprint(name))
    app.register_blueprint(export.blueprint(name))
    problems.register(app)
    app.before_request(_enter)
    app.after_request(lambda response: _leave(response, settings))
    app.teardown_request(_close)
    access.refuse_unmarked(app)
    return app


def spec(app: Flask) -> dict[str, Any]:
    """The OpenAPI document."""
    document: dict[str, Any] = app.extensions["lend_api"].spec.to_dict()
    return document


def _as_problems(api: Api) -> None:
    """Errors are problem+json in the document too; flask-smorest calls them plain JSON."""
    for response in api.spec.components.responses.values():
        if "application/json" in response.get("content", {}):
            response["content"] = {"application/problem+json": response["content"]["application/json"]}


def _document(app: Flask, blueprints: Sequence[Blueprint]) -> None:
    api = ProblemApi(app)
    app.extensions["lend_api"] = api
    api.register_field(Money, "string", "decimal")
    api.register_field(Rate, "string", "decimal")
    api.spec.components.security_scheme("bearer", {"type": "http", "scheme": "bearer", "bearerFormat": "JWT"})
    for blueprint in blueprints:
        api.register_blueprint(blueprint)
    _as_problems(api)
    app.view_functions["api-docs.openapi_json"] = access.public(app.view_functions["api-docs.openapi_json"])


def _enter() -> None:
    """Bind who asks, and refuse who may not."""
    g.began = time.perf_counter()
    g.bound = ExitStack()
    sent = request.headers.get("X-Request-Id", "")
    request_id = sent if _REQUEST_ID.fullmatch(sent) else str(uuid7())
    client_id = request.headers.get("X-Client-Id", "")[:64] or None
    g.bound.enter_context(context.bind(request_id=request_id, client_id=client_id))
    if request.method == "OPTIONS" and getattr(request.url_rule, "provide_automatic_options", True):
        return  # a browser asks beforehand, and never with a token; no view of ours runs
    actor = access.check()
    if actor is not None:
        g.bound.enter_context(context.bind(actor=actor))


def _leave(response: Response, settings: Settings) -> Response:
    _read_the_rest()
    route = request.url_rule.rule if request.url_rule else "unmatched"
    seconds = time.perf_counter() - g.get("began", time.perf_counter())
    metrics.note_request(request.method, route, response.status_code, seconds)
    response.headers["X-Request-Id"] = context.request_id() or ""
    response.headers.setdefault("Cache-Control", "no-store")
    if isinstance(request.routing_exception, RequestRedirect):
        response.headers["Location"] = _here(request.routing_exception.new_url)
    _allow_origin(response, settings)
    fields = {"method": request.method, "route": route, "status": response.status_code, "ms": round(seconds * 1000, 1)}
    log.info("request", extra=fields)
    return response


def _read_the_rest() -> None:
    """Throw away what a refusal left of the body: gunicorn closes a connection on which too much of it stands, without
    a word, while the gateway may be sending somebody else's request on it."""
    if not request.environ.get("wsgi.input_terminated"):
        return  # a server that does not say where the body ends, as gunicorn does, would have us wait for more
    body, left = request.environ["wsgi.input"], MOST_THROWN_AWAY
    try:
        while left > 0 and (chunk := body.read(64 * 1024)):
            left -= len(chunk)
    except Exception as exc:  # noqa: BLE001 - whoever sent it has gone, or it was no proper body
        log.debug("body_left", extra={"error": logs.summary(exc)})


def _here(url: str) -> str:
    """Where a redirect leads, without scheme and host: what stood in the Host header is a caller's word, and http is
    only how the gateway speaks to us."""
    parts = urlsplit(url)
    path = "/" + parts.path.lstrip("/\\")
    return f"{path}?{parts.query}" if parts.query else path


def _allow_origin(response: Response, settings: Settings) -> None:
    origin = request.headers.get("Origin")
    if origin and origin in settings.cors_origins:
        response.headers["Access-Control-Allow-Origin"] = origin
        response.headers["Access-Control-Allow-Credentials"] = "true"
        response.headers["Vary"] = "Origin"
        if request.method == "OPTIONS":
            response.headers["Access-Control-Allow-Methods"] = response.headers.get("Allow", "GET")
            response.headers["Access-Control-Allow-Headers"] = ALLOWED_HEADERS


def _close(_fault: BaseException | None) -> None:
    bound = g.pop("bound", None)
    if bound is not None:
        bound.close()
