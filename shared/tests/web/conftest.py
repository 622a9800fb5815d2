"""A small service with one noun, and a neighbour that stands in for `auth` and for the owners of copies."""

import json
import logging
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any
from uuid import UUID

import pytest
from flask import Flask, Response, current_app, request
from flask_smorest import Blueprint
from marshmallow import Schema

from lendkit.contracts.fields import Money, Text
from lendkit.messaging import copies
from lendkit.runtime import context, db
from lendkit.runtime.settings import Settings
from lendkit.testing.client import Client
from lendkit.testing.tokens import Issuer
from lendkit.values.errors import expect_version
from lendkit.values.identifiers import uuid7
from lendkit.web.access import internal, permission, public
from lendkit.web.app import create_app
from lendkit.web.blueprint import blueprint
from lendkit.web.etag import if_match
from lendkit.web.idempotency import Answer, call, once, run_once
from lendkit.web.pages import Order, PageArgs, page
from lendkit.web.responses import json_text

ORIGIN = "https://app.lend.example"
SORTS = {"name": Order("c.body->>'name'", "text"), "-version": Order("c.version", "integer", descending=True)}


class LoanInput(Schema):
    amount = Money(required=True)
    purpose = Text(100)


class LoanQuery(PageArgs):
    q = Text(100)


def loans() -> Blueprint:
    """A record: listed, created once, closed once, versioned."""
    blp = blueprint("auth", "loans")

    @blp.get("/loans/")
    @blp.arguments(LoanQuery, location="query")
    @blp.doc(operationId="listLoans")
    @permission("parties.read")
    def listed(args: dict[str, Any]) -> Response:
        shown = page(args, SORTS, "name", id="c.id")
        where, params = shown.where()
        rows = db.all(f"SELECT c.id, c.body, {shown.key()} FROM copies c WHERE {where} {shown.tail()}", params)
        total = db.scalar("SELECT count(*) FROM copies") if shown.first else None
        return json_text(shown.answer(rows, lambda row: row.body, total))

    @blp.post("/loans/")
    @blp.arguments(LoanInput)
    @blp.response(201, LoanInput)
    @blp.doc(operationId="createLoan")
    @permission("parties.write")
    def created(body: dict[str, Any]) -> Response:
        required = "required" in request.headers.get("X-Test", "")
        return run_once("createLoan", body, lambda: lend(body), required)

    @blp.post("/loans/<uuid:id>/close/")
    @blp.arguments(LoanInput)
    @permission("parties.write")
    @once("POST loans {id} close", required=True)
    def closed(body: dict[str, Any], id: UUID) -> Answer:
        copies.put("loan", uuid7(), 1, {"name": "closed"})
        return Answer(200, {"id": id, "route": call().route, "key": call().key}, 2)

    @blp.get("/loans/<uuid:id>/")
    @blp.doc(operationId="getLoan")
    @permission("parties.manage")
    def one(id: UUID) -> Response:
        expect_version(3, if_match())
        return json_text({"id": id}, version=3)

    return blp


def edges() -> Blueprint:
    """Routes that echo, say who asks, break, or lose their database."""
    blp = blueprint("auth", "edges")

    @blp.post("/echo/")
    @public
    def echo() -> Response:
        return json_text({"got": request.get_json()})

    @blp.get("/who/")
    @permission("session.own")
    def who() -> Response:
        names = {"request_id": context.request_id(), "client_id": context.client_id()}
        return json_text({**names, "role": context.actor().role, "address": request.remote_addr})

    @blp.get("/broken/")
    @public
    def broken() -> Response:
        raise RuntimeError("the vault code is 4711")

    @blp.get("/slow/")
    @public
    def slow() -> Response:
        return json_text({"found": db.scalar("SELECT pg_terminate_backend(pg_backend_pid())")})

    return blp


def lend(body: dict[str, Any]) -> Answer:
    """The command behind POST: one row in `copies`, after whatever the test wants to happen first."""
    id = uuid7()
    copies.put("loan", id, 1, {"name": body.get("purpose", "")})
    current_app.config["BEFORE_ANSWER"]()
    return Answer(201, {"id": id, "amount": body["amount"]}, 1)


def figures() -> Blueprint:
    blp = blueprint("auth", "figures", internal=True)

    @blp.get("/figures/")
    @internal
    def read() -> Response:
        return json_text({"asked_by": context.actor().name})

    return blp


@pytest.fixture
def plain_settings() -> Settings:
    """For what needs no database: nothing listens there."""
    return Settings(service="auth", database_url="postgresql://nobody@127.0.0.1:9/none", cors_origins=(ORIGIN,))


@pytest.fixture
def plain_app(plain_settings: Settings) -> Flask:
    return create_app("auth", plain_settings, [loans(), edges(), figures()], title="Sample")


@pytest.fixture
def settings(database: db.Database, neighbour: "Neighbour") -> Settings:
    return Settings(service="auth", database_url=database.url, auth_url=neighbour.url, cors_origins=(ORIGIN,))


@pytest.fixture
def app(settings: Settings, database: db.Database) -> Flask:
    made = create_app("auth", settings, [loans(), edges(), figures()], title="Sample")
    made.config["BEFORE_ANSWER"] = lambda: None
    db.use(database)
    return made


@pytest.fixture
def client(app: Flask, issuer: Issuer) -> Client:
    return Client(app, issuer)


@pytest.fixture(autouse=True)
def own_logging() -> Iterator[None]:
    """`create_app` takes over the root logger; every test gives it back."""
    root = logging.getLogger()
    kept = root.handlers[:], root.level
    yield
    root.handlers[:], root.level = kept[0], kept[1]


@dataclass
class Neighbour:
    """Another service: answers what it is told to, and remembers what it was asked."""

    url: str = ""
    answers: dict[str, tuple[int, Any]] = field(default_factory=dict)
    asked: list[tuple[str, dict[str, str], str]] = field(default_factory=list)
    before: Callable[[], None] = lambda: None

    def times(self, path: str) -> int:
        return sum(1 for asked, _, _ in self.asked if asked == path)


@pytest.fixture
def neighbour() -> Iterator[Neighbour]:
    state = Neighbour()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length", 0))).decode()
            state.asked.append((self.path, dict(self.headers), body))
            state.before()
            status, answer = state.answers.get(self.path, (404, {}))
            answer = answer.pop(0) if isinstance(answer, list) else answer
            text = json.dumps(answer).encode()
            self.send_response(answer.get("status", status))
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(text)))
            self.end_headers()
            self.wfile.write(text)

        do_POST = do_GET  # noqa: N815 - the name that http.server calls

        def log_message(self, *_: Any) -> None: ...

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    state.url = f"http://127.0.0.1:{server.server_address[1]}"
    Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
    yield state
    server.shutdown()
    server.server_close()
