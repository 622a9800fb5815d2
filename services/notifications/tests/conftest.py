"""This folder tests the notifications service."""

import pytest


@pytest.fixture(scope="session")
def service() -> str:
    return "notifications"
