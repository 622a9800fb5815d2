"""Tests start PostgreSQL and RabbitMQ with the launchers of `./dev` where no others are named."""

from deploy.local.quality import temporary_servers
from lendkit.testing import servers


def pytest_configure() -> None:
    servers.start_with(temporary_servers.start)
