"""This folder tests the documents service."""

import pytest


@pytest.fixture(scope="session")
def service() -> str:
    return "documents"
