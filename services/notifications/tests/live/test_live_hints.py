"""Hints over the broker wake the socket process, under the login that notifications has."""

import threading
from collections.abc import Callable
from typing import Any

import pika
import pytest
from sqlalchemy.engine import make_url

from lendkit.messaging import hints
from lendkit.runtime import db
from services.notifications.tests.factories import application, lodged


@pytest.fixture
def own_url(amqp_url: str) -> str:
    return make_url(amqp_url).set(username="notifications", password="test").render_as_string(hide_password=False)


def test_a_hint_reaches_everybody_who_listens(own_url: str) -> None:
    ready, heard = [threading.Event(), threading.Event()], [threading.Event(), threading.Event()]

    def listener(n: int) -> Any:
        return lambda hint: (heard[n] if hint == {"seq": 7} else ready[n]).set()

    for n in (0, 1):
        hints.listen(own_url, listener(n))
    assert all(event.wait(10) for event in ready)
    connection = pika.BlockingConnection(pika.URLParameters(own_url))
    try:
        hints.publish_through(connection.channel)
        hints.publish({"seq": 7})
        connection.process_data_events(time_limit=0)
        assert all(event.wait(5) for event in heard)
    finally:
        hints.publish_through(None)
        connection.close()


def test_committed_rows_are_announced_by_their_last_number(
    own_url: str, database: db.Database, deliver: Callable[..., None]
) -> None:
    ready, heard = threading.Event(), threading.Event()
    hints.listen(own_url, lambda hint: (heard if hint == {"seq": 2} else ready).set())
    assert ready.wait(10)
    connection = pika.BlockingConnection(pika.URLParameters(own_url))
    try:
        hints.publish_through(connection.channel)
        deliver(lodged(application()), lodged(application()))
        connection.process_data_events(time_limit=0)
        assert heard.wait(5)
    finally:
        hints.publish_through(None)
        connection.close()


def test_without_a_broker_there_is_nothing_to_listen_to() -> None:
    assert hints.listen("", lambda hint: None) is None
