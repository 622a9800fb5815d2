"""This folder tests the auth service."""

from collections.abc import Iterator
from typing import Any

import pytest
from cryptography.fernet import Fernet

from auth.commands import keys, users
from lendkit.runtime import context
from lendkit.testing.client import Client


@pytest.fixture(scope="session")
def service() -> str:
    return "auth"


@pytest.fixture(scope="session")
def settings_extra() -> dict[str, Any]:
    return {
        "field_keys": (Fernet.generate_key().decode(),),
        "service_secrets": {"parties": "a-secret-of-parties"},
        "argon2_cost": "low",
        "allowed_origins": ("https://app.lend.example",),
    }


@pytest.fixture(autouse=True)
def own_keys() -> Iterator[None]:
    keys.clear_cache()
    yield
    keys.clear_cache()


PASSWORD = "Wattle-Creek-2741"


@pytest.fixture
def broker(client: Client) -> dict[str, Any]:
    """A broker who may sign in."""
    with context.bind(actor=context.SYSTEM):
        return users.create({"email": "Grace@Broking.example", "password": PASSWORD, "name": "Grace", "role": "broker"})
