"""This folder tests the applications service."""

import pytest


@pytest.fixture(scope="session")
def service() -> str:
    return "applications"
