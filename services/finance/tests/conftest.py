"""This folder tests the finance service."""

from collections.abc import Iterator
from typing import Any
from uuid import UUID

import pytest

from lendkit.runtime import db
from lendkit.testing.client import Client
from lendkit.values import dates
from services.finance.tests.factories import application, boarded, charged, days, findings, post


@pytest.fixture(scope="session")
def service() -> str:
    return "finance"


@pytest.fixture
def accounts(client: Client) -> Client:
    return client.acting("accounts")


@pytest.fixture
def sound(database: db.Database) -> Iterator[None]:
    """Whatever the test does, the books agree afterwards."""
    yield
    assert findings() == []


@pytest.fixture
def applications(client: Client) -> Client:
    return client.as_service("applications")


@pytest.fixture
def ready(accounts: Client) -> UUID:
    """An application whose commitment fee was paid."""
    id = application()
    fee = charged(accounts, id, "commitment", "5500.00")
    post(accounts, f"/fees/{fee['id']}/pay/", {"paid_on": str(dates.today()), "reference": "EFT 1"}, 200)
    return id


@pytest.fixture
def fresh(accounts: Client) -> dict[str, Any]:
    """Settled today: nothing is due yet."""
    return boarded(accounts, application(), settlement_date=days(0), periods=12)


@pytest.fixture
def late(accounts: Client) -> dict[str, Any]:
    """Settled on 31 January 2025: all is past due."""
    return boarded(accounts, application())
