"""This folder tests the applications service."""

import json
import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest

from lendkit.contracts import sample
from lendkit.contracts.envelope import Event
from lendkit.messaging import copies
from lendkit.runtime import db
from lendkit.testing.client import Client
from lendkit.values import sealed
from lendkit.values.identifiers import uuid7
from lendkit.values.plain import plain

SAMPLES = sorted((Path(__file__).parents[3] / "tests" / "samples").glob("*.json"))
PRIVATE, PUBLIC = sealed.new_pair()


@pytest.fixture(scope="session")
def service() -> str:
    return "applications"


Answer = tuple[int, dict[str, Any]] | None


class Finance(ThreadingHTTPServer):
    """Finance as applications sees it, on a socket of its own; auth's token beside it. No answer: the line breaks."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Asked)
        self.answers: dict[str, Callable[[dict[str, Any]], Answer]] = {}
        self.asked: list[tuple[str, dict[str, Any]]] = []

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}"

    def says(self, path: str, *answer: Any) -> None:
        """`says(path, 200, {…})`, or `says(path, function of the body)`."""
        self.answers[path] = answer[0] if callable(answer[0]) else lambda _body: (answer[0], answer[1])

    def is_unavailable(self) -> None:
        self.answers.clear()

    def reset(self) -> None:
        self.asked.clear()
        self.answers.clear()
        self.says("/internal/finance/closures/", 200, {})


class _Asked(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        self._answer({})

    def do_POST(self) -> None:
        text = self.rfile.read(int(self.headers["Content-Length"])).decode()
        if self.path == "/api/auth/token/":
            return self._write(200, {"access_token": "token", "expires_in": 600})
        return self._answer(json.loads(text))

    def _answer(self, body: dict[str, Any]) -> None:
        finance: Any = self.server
        finance.asked.append((self.path, body))
        answer = finance.answers.get(self.path, lambda _body: None)(body)
        if answer is None:
            self.close_connection = True
        else:
            self._write(*answer)

    def _write(self, status: int, body: dict[str, Any]) -> None:
        text = json.dumps(body).encode()
        self.send_response(status)
        self.send_header("Content-Length", str(len(text)))
        self.end_headers()
        self.wfile.write(text)

    def log_message(self, *_: Any) -> None:
        pass


@pytest.fixture(scope="session")
def finance_server() -> Iterator[Finance]:
    server = Finance()
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield server
    server.shutdown()
    server.server_close()


@pytest.fixture
def finance(finance_server: Finance) -> Finance:
    """There and willing to close accounts; a test says what else it answers."""
    finance_server.reset()
    return finance_server


@pytest.fixture(scope="session")
def settings_extra(finance_server: Finance) -> dict[str, Any]:
    return {"sealing_public_key": PUBLIC, "finance_url": finance_server.url, "auth_url": finance_server.url}


@pytest.fixture
def people(database: db.Database) -> dict[str, UUID]:
    """A branch, a BDM, and two brokers that this service has copies of."""
    ids = {name: uuid7() for name in ("branch", "bd", "broker", "other_broker")}
    branch = str(ids["branch"])
    copies.put("branch", ids["branch"], 1, {"id": branch, "version": 1, "name": "Sydney"})
    copies.put("bdm", ids["bd"], 1, {"id": str(ids["bd"]), "version": 1, "name": "Priya Raman", "branch_id": branch})
    for name in ("broker", "other_broker"):
        body = {"id": str(ids[name]), "version": 1, "name": "Grace Nguyen", "branch_id": branch, "bd_ids": []}
        copies.put("broker", ids[name], 1, body)
    return ids


@pytest.fixture
def broker(client: Client, people: dict[str, UUID]) -> Client:
    return client.acting("broker", broker_id=people["broker"])


@pytest.fixture
def bd(client: Client, people: dict[str, UUID]) -> Client:
    return client.acting("bd", bd_id=people["bd"], branch_id=people["branch"])


@pytest.fixture
def submission() -> dict[str, Any]:
    """The brief's own payload."""
    detail: dict[str, Any] = json.loads(SAMPLES[0].read_text(encoding="utf-8"))
    return detail


@pytest.fixture
def lodged(bd: Client, people: dict[str, UUID], submission: dict[str, Any]) -> dict[str, Any]:
    """The brief's application, with a broker and a BDM."""
    answer = bd.post("/api/applications/", {**submission, "broker": str(people["broker"]), "bd": str(people["bd"])})
    assert answer.status_code == 201, answer.text
    detail: dict[str, Any] = answer.json
    return detail


@pytest.fixture
def set_stage(database: db.Database) -> Callable[[Any, str], None]:
    """Set the stage of an application directly, as if it had come there by its transitions."""

    def put(application: Any, stage: str) -> None:
        with database.engine.begin() as connection:
            db.run(
                connection,
                "UPDATE application SET stage = :stage, stage_since = clock_timestamp() WHERE id = :id",
                {"id": application["id"], "stage": stage},
            )

    return put


@pytest.fixture
def event_of(lodged: dict[str, Any]) -> Callable[..., Event]:
    """`event_of("finance.fee_paid.v1", status="paid")`: the golden sample, about this application, of a new thing."""

    def make(event_type: str, /, **change: Any) -> Event:
        named = {"application_id": lodged["id"], "id": str(uuid7()), "version": 1}
        data = {**sample(event_type)["data"], **named, **plain(change)}
        return Event.new(event_type, UUID(data["id"]), 1, data)

    return make
