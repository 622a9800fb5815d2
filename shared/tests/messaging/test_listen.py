"""The consumer on its queue: what nobody can read leaves it, and nothing else does so unread."""

import json
import time
from collections.abc import Callable, Iterator
from typing import Any
from uuid import UUID

import pika
import pytest

from lendkit.contracts.envelope import Event
from lendkit.messaging import bus, consume, copies
from lendkit.runtime import db
from lendkit.runtime.settings import Settings
from lendkit.values.identifiers import uuid7

CREATED = "parties.branch_created.v1"
QUEUE, DEAD = "finance.events", "finance.events.dlq"


def branch(id: UUID) -> bytes:
    return json.dumps(Event.new(CREATED, id, 1, {"id": id, "version": 1, "name": "Sydney"}).to_wire()).encode()


@pytest.fixture
def own_queue(channel: Any, database: db.Database) -> Iterator[Any]:
    for queue in (QUEUE, DEAD):
        channel.queue_purge(queue)
    yield channel
    for queue in (QUEUE, DEAD):
        channel.queue_purge(queue)


@pytest.fixture
def connection(bus_settings: Settings) -> Iterator[Any]:
    made = pika.BlockingConnection(bus.parameters(bus_settings.amqp_url, "tests"))
    yield made
    if made.is_open:
        made.close()


def until(look: Callable[[], Any], seconds: float = 10) -> None:
    deadline = time.monotonic() + seconds
    while not look():
        assert time.monotonic() < deadline, "it did not come true in time"


@pytest.mark.parametrize("bodies", ["good bad", "bad good", "good bad good bad", "bad"])
def test_the_unreadable_among_others(
    own_queue: Any, connection: Any, bus_settings: Settings, waiting: Callable[[str], int], bodies: str
) -> None:
    ids = [uuid7() for each in bodies.split() if each == "good"]
    good = iter(ids)
    for each in bodies.split():
        own_queue.basic_publish("", QUEUE, branch(next(good)) if each == "good" else b"{half of a mess")
    consumer = consume.Consumer(bus_settings, {CREATED: [copies.project("branch")]})
    channel = connection.channel()
    consumer._subscribe(channel, prefetch=50)
    until(lambda: connection.process_data_events(time_limit=0.05) or len(consumer.arrived) == len(bodies.split()))
    consumer._work_off(connection, channel)
    connection.process_data_events(time_limit=0.2)
    assert channel.is_open, "the broker ended it"
    connection.close()
    until(lambda: waiting(DEAD) == bodies.split().count("bad"))
    assert waiting(QUEUE) == 0, "all were answered for"
    assert all(copies.get("branch", id) for id in ids)
