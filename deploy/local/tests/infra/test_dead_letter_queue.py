"""Messages that no consumer could take: counted, given back as new ones, or thrown away one by one."""

import json
from collections.abc import Iterator
from typing import Any

import pika
import pytest

from deploy.local.infra.dead_letter_queue import DeadLetters

SERVICE = "reports"
DEAD, QUEUE = f"{SERVICE}.events.dlq", f"{SERVICE}.events"


@pytest.fixture
def vhost_url(amqp_url: str) -> str:
    return amqp_url if amqp_url.endswith("/lend") else f"{amqp_url.rsplit('/', 1)[0]}/lend"


@pytest.fixture
def channel(vhost_url: str) -> Iterator[Any]:
    """Three dead letters, one of which nobody can read."""
    connection = pika.BlockingConnection(pika.URLParameters(vhost_url))
    channel = connection.channel()
    channel.confirm_delivery()
    for queue in (DEAD, QUEUE):
        channel.queue_purge(queue)
    died = pika.BasicProperties(headers={"x-death": [{"queue": QUEUE, "reason": "delivery_limit", "count": 11}]})
    for body in (json.dumps({"id": "one"}), "{half of a mess", json.dumps({"id": "two"})):
        channel.basic_publish("", DEAD, body.encode(), died)
    yield channel
    for queue in (DEAD, QUEUE):
        channel.queue_purge(queue)
    connection.close()


@pytest.fixture
def letters(channel: Any, vhost_url: str) -> Iterator[DeadLetters]:
    queue = DeadLetters(vhost_url)
    yield queue
    queue.close()


def bodies(channel: Any, queue: str) -> list[tuple[bytes, Any]]:
    """All that is there, taken as a consumer does: a queue with one active consumer cannot be looked into."""
    messages: list[tuple[bytes, Any]] = []
    for method, properties, body in channel.consume(queue, auto_ack=True, inactivity_timeout=0.5):
        if method is None:
            break
        messages.append((body, properties.headers))
    channel.cancel()
    return messages


def test_they_are_counted(letters: DeadLetters) -> None:
    assert (letters.depth(SERVICE).ready, letters.depth(SERVICE).dead) == (0, 3)


def test_all_go_back_as_new_messages(letters: DeadLetters, channel: Any) -> None:
    assert letters.retry(SERVICE, lambda _: True) == 3
    taken = bodies(channel, QUEUE)
    assert [body for body, _ in taken] == [b'{"id": "one"}', b"{half of a mess", b'{"id": "two"}']
    assert {headers and headers.get("x-death") for _, headers in taken} == {None}


def test_one_goes_back_and_the_others_stay(letters: DeadLetters, channel: Any) -> None:
    assert letters.retry(SERVICE, lambda id: id == "two") == 1
    assert [body for body, _ in bodies(channel, QUEUE)] == [b'{"id": "two"}']
    assert [body for body, _ in bodies(channel, DEAD)] == [b'{"id": "one"}', b"{half of a mess"]


def test_one_is_thrown_away(letters: DeadLetters, channel: Any) -> None:
    assert letters.discard(SERVICE, lambda id: id == "one") == 1
    assert letters.depth(SERVICE).dead == 2
    assert bodies(channel, QUEUE) == []


def test_what_is_not_there_changes_nothing(letters: DeadLetters) -> None:
    assert letters.discard(SERVICE, lambda id: id == "three") == 0
    assert letters.depth(SERVICE).dead == 3
