"""This folder tests the finance service."""

import pytest


@pytest.fixture(scope="session")
def service() -> str:
    return "finance"
