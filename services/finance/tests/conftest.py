"""This folder tests the finance service."""

from collections.abc import Iterator

import pytest

from lendkit.runtime import db
from lendkit.testing.client import Client
from services.finance.tests.factories import findings


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
