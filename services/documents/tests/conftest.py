"""This folder tests the documents service."""

from collections.abc import Callable
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest

from documents.settings import Settings
from lendkit import copies, db, scope
from lendkit.identifiers import uuid7
from lendkit.testing.client import Client

Post = Callable[..., Any]


@pytest.fixture(scope="session")
def service() -> str:
    return "documents"


@pytest.fixture
def store(tmp_path: Path) -> Path:
    """The folder that this test's files are kept in."""
    return tmp_path / "store"


@pytest.fixture
def settings(database: db.Database, store: Path) -> Settings:
    url = database.url
    found = Settings(service="documents", database_url=url, check_events=True, store_dir=str(store))
    found.use()
    return found


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
