"""This folder tests the applications service."""

import json
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest

from lendkit import copies, db, sealed
from lendkit.identifiers import uuid7
from lendkit.testing.client import Client

SAMPLES = sorted((Path(__file__).parents[3] / "tests" / "samples").glob("*.json"))
PRIVATE, PUBLIC = sealed.new_pair()


@pytest.fixture(scope="session")
def service() -> str:
    return "applications"


@pytest.fixture(scope="session")
def settings_extra() -> dict[str, Any]:
    return {"sealing_public_key": PUBLIC}


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
def brief() -> dict[str, Any]:
    """The brief's own payload."""
    found: dict[str, Any] = json.loads(SAMPLES[0].read_text(encoding="utf-8"))
    return found
