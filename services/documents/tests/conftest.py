"""This folder tests the documents service."""

import json
from collections.abc import Callable, Iterator
from datetime import date
from decimal import Decimal
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any, ClassVar
from uuid import UUID

import pytest

from documents.settings import Settings
from lendkit.messaging import copies
from lendkit.runtime import db
from lendkit.testing.client import Client
from lendkit.values import dates
from lendkit.values.identifiers import uuid7
from lendkit.web import scope


@pytest.fixture(scope="session")
def service() -> str:
    return "documents"


@pytest.fixture
def store(tmp_path: Path) -> Path:
    """The folder that this test's files are kept in."""
    return tmp_path / "store"


class Neighbour(BaseHTTPRequestHandler):
    """Stands in for auth, which gives tokens, for applications, which answers what `details` holds, and for finance,
    whose `payoffs` are of a loan and grow by the day."""

    details: ClassVar[dict[str, dict[str, Any]]] = {}
    payoffs: ClassVar[dict[str, dict[str, str]]] = {}

    def do_POST(self) -> None:
        self.rfile.read(int(self.headers["Content-Length"]))
        self._answer(200, {"access_token": "t", "expires_in": 43200})

    def do_GET(self) -> None:
        if "/payoffs/" in self.path:
            return self._payoff()
        detail = self.details.get(self.path.rstrip("/").rpartition("/")[2])
        if detail is None:
            return self._answer(404, {})
        as_of = "2026-11-24T02:40:10.871530+00:00"
        return self._answer(200, {"version": 3, "deleted": False, "body": detail, "as_of": as_of})

    def _payoff(self) -> None:
        path, _, on = self.path.partition("/?on=")
        parts = self.payoffs[path.rpartition("/")[2]]
        days = (date.fromisoformat(on) - dates.today()).days
        interest = Decimal(parts["interest"]) + days * Decimal("100.00")
        total = str(Decimal(parts["total"]) + days * Decimal("100.00"))
        self._answer(200, {**parts, "interest": str(interest), "total": total, "on": on})

    def _answer(self, status: int, body: Any) -> None:
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.end_headers()
        self.wfile.write(json.dumps(body).encode())

    def log_message(self, *_: Any) -> None:
        """Quietly."""


@pytest.fixture(scope="session")
def neighbour_url() -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Neighbour)
    Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


@pytest.fixture
def details() -> dict[str, dict[str, Any]]:
    """What applications knows, by id."""
    Neighbour.details.clear()
    return Neighbour.details


@pytest.fixture
def payoffs() -> dict[str, dict[str, str]]:
    """What finance answers: the payoff of today, by loan."""
    Neighbour.payoffs.clear()
    return Neighbour.payoffs


@pytest.fixture
def settings(database: db.Database, store: Path, neighbour_url: str) -> Settings:
    owners = dict.fromkeys(("auth_url", "applications_url", "finance_url"), neighbour_url)
    own = {"database_url": database.url, "store_dir": str(store), **owners}
    configured = Settings(service="documents", check_events=True, **own)
    configured.use()
    return configured


@pytest.fixture
def kept(store: Path) -> Callable[[], int]:
    """How many files and parts there are."""
    return lambda: sum(1 for path in store.rglob("*") if path.is_file())


@pytest.fixture
def people(settings: Settings) -> dict[str, UUID]:
    """An application with a broker, a BDM and a borrower; and another of somebody else."""
    names = ("application", "broker", "bd", "branch", "borrower", "other_application", "other_broker", "other_borrower")
    ids = {name: uuid7() for name in names}
    place(ids["application"], ids["broker"], ids["bd"], ids["branch"], ids["borrower"])
    place(ids["other_application"], ids["other_broker"], None, None, ids["other_borrower"])
    return ids


def place(application: UUID, broker: UUID | None, bd: UUID | None, branch: UUID | None, *parties: UUID) -> None:
    data = {"broker_id": broker, "bd_id": bd, "branch_id": branch, "party_ids": [str(party) for party in parties]}
    scope.put(application, 1, data)


@pytest.fixture
def fee(people: dict[str, UUID]) -> UUID:
    """A fee of the application, as finance published it."""
    return _of_finance("fee", people["application"])


@pytest.fixture
def others_fee(people: dict[str, UUID]) -> UUID:
    return _of_finance("fee", people["other_application"])


@pytest.fixture
def instalment(people: dict[str, UUID]) -> UUID:
    return _of_finance("instalment", people["application"])


def _of_finance(kind: str, application: UUID) -> UUID:
    id = uuid7()
    copies.put(kind, id, 1, {"id": str(id), "version": 1, "application_id": str(application)})
    return id


@pytest.fixture
def broker(client: Client, people: dict[str, UUID]) -> Client:
    return client.acting("broker", broker_id=people["broker"])


@pytest.fixture
def stranger(client: Client, people: dict[str, UUID]) -> Client:
    return client.acting("broker", broker_id=people["other_broker"])


@pytest.fixture
def staff(client: Client) -> Client:
    return client.acting("admin")
