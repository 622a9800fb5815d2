"""Tests get PostgreSQL and RabbitMQ from servers that stay up between runs, where no others are named."""

import os

import pytest

from deploy.local.quality import warm_servers
from lendkit.testing import servers

NEED_SERVERS = {"postgres_url", "amqp_url"}


def pytest_configure(config: pytest.Config) -> None:
    servers.start_with(warm_servers.start)
    if config.getoption("numprocesses", None) and "TEST_DATABASE_URL" not in os.environ:
        os.environ.update(warm_servers.environment() or {})  # its workers use the same


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """`-m "not servers"` leaves out whatever asks for a server, however indirectly."""
    for item in items:
        if NEED_SERVERS & set(getattr(item, "fixturenames", ())):
            item.add_marker("servers")
