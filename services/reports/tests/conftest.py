"""This folder tests the reports service. It is noon of 24 November 2026 in Sydney, unless a test says otherwise."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
import time_machine

from lendkit.testing.client import Client
from services.reports.tests.factories import directory

TODAY = datetime(2026, 11, 24, 1, 0, tzinfo=UTC)


@pytest.fixture(scope="session")
def service() -> str:
    return "reports"


@pytest.fixture
def today() -> Iterator[None]:
    with time_machine.travel(TODAY, tick=True):
        yield


@pytest.fixture
def ask(today: None, client: Client, deliver: Callable[..., None]) -> Callable[..., dict[str, Any]]:
    """`ask(report, *events, **filters)`: what an admin gets once these events have come."""
    deliver(*directory())

    def run(report: str, *events: Any, **filters: Any) -> dict[str, Any]:
        deliver(*events)
        query = {name.removesuffix("_") if name == "from_" else name: str(value) for name, value in filters.items()}
        answer = client.acting("admin").get(f"/api/reports/{report}/", query_string=query)
        assert answer.status_code == 200, answer.text
        body: dict[str, Any] = answer.json
        return body

    return run
