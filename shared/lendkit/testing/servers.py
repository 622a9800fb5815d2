"""PostgreSQL and RabbitMQ for tests: a URL from the environment, else containers, else the binaries of this machine."""

import atexit
import os
from collections.abc import Callable
from typing import Any

import pytest

_starter: Callable[[str], str] | None = None


def start_with(starter: Callable[[str], str]) -> None:
    """How to start `postgres` or `rabbitmq` from this machine's binaries: answers its URL."""
    global _starter
    _starter = starter


def postgres_url() -> str:
    """URL of a superuser on a server that tests may fill with databases; never a silent skip."""
    return os.environ.get("TEST_DATABASE_URL") or _container("postgres") or _local("postgres")


def amqp_url() -> str:
    """URL of an administrator on a broker that tests may declare queues on."""
    return os.environ.get("TEST_AMQP_URL") or _container("rabbitmq") or _local("rabbitmq")


def _container(kind: str) -> str | None:
    import docker
    from docker.errors import DockerException

    try:
        docker.from_env(timeout=5).ping()
    except DockerException:
        return None
    container: Any
    if kind == "postgres":
        from testcontainers.community.postgres import PostgresContainer

        container = PostgresContainer("postgres:17", driver=None)
        container.start()
        url = str(container.get_connection_url())
    else:
        from testcontainers.community.rabbitmq import RabbitMqContainer

        container = RabbitMqContainer("rabbitmq:4-management")
        container.start()
        params = container.get_connection_params()
        url = f"amqp://guest:guest@{params.host}:{params.port}/%2F"
    atexit.register(container.stop)
    return url


def _local(kind: str) -> str:
    if _starter is None:
        pytest.exit(
            "No PostgreSQL or RabbitMQ to test with: run ./dev test, or set TEST_DATABASE_URL and TEST_AMQP_URL."
        )
    return _starter(kind)
