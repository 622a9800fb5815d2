"""The kit has no database of its own."""

import pytest


@pytest.fixture(scope="session")
def service() -> str:
    """One for all folders: the kit borrows the database of auth, whose first migration makes the kit's tables."""
    return "auth"
