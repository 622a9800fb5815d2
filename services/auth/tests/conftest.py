"""This folder tests the auth service."""

import pytest


@pytest.fixture(scope="session")
def service() -> str:
    return "auth"
