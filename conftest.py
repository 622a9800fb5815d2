"""Tests get PostgreSQL and RabbitMQ from servers that stay up between runs, where the environment names no others."""

import os

import pytest

from deploy.local.quality import temporary_servers, warm_servers
from lendkit.testing import servers

NEED_SERVERS = {"postgres_url", "amqp_url"}


def pytest_configure(config: pytest.Config) -> None:
    named = "TEST_DATABASE_URL" in os.environ
    # Beside a PostgreSQL that is named, a RabbitMQ is this run's alone: it may not be the only run.
    servers.start_with(temporary_servers.start if named else warm_servers.start)
    if config.getoption("numprocesses", None) and not named:
        os.environ.update(warm_servers.environment() or {})  # its workers use the same


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """`-m "not servers"` leaves out whatever asks for a server, however indirectly."""
    for item in items:
        if NEED_SERVERS & set(getattr(item, "fixturenames", ())):
            item.add_marker("servers")
