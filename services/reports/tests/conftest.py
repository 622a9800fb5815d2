"""This folder tests the reports service."""

import pytest


@pytest.fixture(scope="session")
def service() -> str:
    return "reports"
