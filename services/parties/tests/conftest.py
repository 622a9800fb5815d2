"""This folder tests the parties service."""

from typing import Any

import pytest
from cryptography.fernet import Fernet

from lendkit.testing.client import Client
from lendkit.values import sealed

PRIVATE, PUBLIC = sealed.new_pair()


@pytest.fixture(scope="session")
def service() -> str:
    return "parties"


@pytest.fixture(scope="session")
def settings_extra() -> dict[str, Any]:
    return {"field_keys": (Fernet.generate_key().decode(),), "sealing_private_key": PRIVATE}


@pytest.fixture(scope="session")
def sealing_key() -> str:
    return PUBLIC


@pytest.fixture
def admin(client: Client) -> Client:
    return client.acting("admin")
