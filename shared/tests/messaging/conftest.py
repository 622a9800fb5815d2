"""Relay and consumer, on a real broker and as the parties service."""

from collections.abc import Callable, Iterator
from typing import Any

import pika
import pytest

from lendkit.messaging import bus
from lendkit.runtime import db
from lendkit.runtime.settings import Settings


@pytest.fixture
def channel(amqp_url: str) -> Iterator[Any]:
    """An administrator's channel."""
    connection = pika.BlockingConnection(bus.parameters(_vhost(amqp_url), "tests"))
    yield connection.channel()
    connection.close()


@pytest.fixture
def queue(channel: Any) -> str:
    """A queue of this test's own, bound to two types of event."""
    name = str(channel.queue_declare("", exclusive=True).method.queue)
    for type in ("parties.branch_created.v1", "parties.branch_changed.v1"):
        channel.queue_bind(name, bus.EXCHANGE, type)
    return name


@pytest.fixture
def bus_settings(amqp_url: str, database: db.Database) -> Settings:
    return Settings(service="finance", database_url=database.url, amqp_url=_vhost(amqp_url))


@pytest.fixture
def waiting(channel: Any) -> Callable[[str], int]:
    def count(queue: str) -> int:
        return int(channel.queue_declare(queue, passive=True).method.message_count)

    return count


def _vhost(url: str) -> str:
    return url if url.endswith("/lend") else f"{url.rsplit('/', 1)[0]}/lend"
