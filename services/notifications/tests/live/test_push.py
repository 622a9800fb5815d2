"""The push fan-out wakes the listener, under the login that notifications has."""

import threading
from typing import Any

import pika
import pytest
from sqlalchemy.engine import make_url

from lendkit import bus, push


@pytest.fixture
def own_url(amqp_url: str) -> str:
    return make_url(amqp_url).set(username="notifications", password="test").render_as_string(hide_password=False)


def test_a_hint_reaches_everybody_who_listens(own_url: str) -> None:
    ready, heard = [threading.Event(), threading.Event()], [threading.Event(), threading.Event()]

    def listener(n: int) -> Any:
        return lambda hint: (heard[n] if hint == {"seq": 7} else ready[n]).set()

    for n in (0, 1):
        push.listen(own_url, listener(n))
    assert all(event.wait(10) for event in ready)
    connection = pika.BlockingConnection(pika.URLParameters(own_url))
    try:
        bus.push_through(connection.channel())
        bus.push({"seq": 7})
        connection.process_data_events(time_limit=0)
        assert all(event.wait(5) for event in heard)
    finally:
        bus.push_through(None)
        connection.close()


def test_without_a_broker_there_is_nothing_to_listen_to() -> None:
    assert push.listen("", lambda hint: None) is None
