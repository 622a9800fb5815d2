"""This folder tests the parties service."""

import pytest


@pytest.fixture(scope="session")
def service() -> str:
    return "parties"
