"""Hints to the socket processes that rows are there: a fan-out that forgets. A lost hint costs nothing but time."""

import json
import logging
import threading
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any, Final
from uuid import uuid4

import pika
from pika.adapters.blocking_connection import BlockingChannel
from pika.exceptions import AMQPError

from lendkit.messaging import bus
from lendkit.runtime.runtime import RUNTIME

log = logging.getLogger(__name__)

EXCHANGE: Final = "notifications.push"
TRANSIENT: Final = pika.BasicProperties(content_type="application/json", delivery_mode=pika.DeliveryMode.Transient)

OnHint = Callable[[dict[str, Any]], None]


@dataclass
class HintChannel:
    """How this process publishes hints: on a channel of its own, opened with the first one."""

    open: Callable[[], BlockingChannel] | None = None
    channel: BlockingChannel | None = None


def publish_through(open_channel: Callable[[], BlockingChannel] | None) -> None:
    """Set by the thread that owns a connection, while it has one; without one, hints are dropped."""
    RUNTIME.bind(HintChannel, HintChannel(open_channel))


def publish(hint: dict[str, Any]) -> None:
    """Tell the socket processes that rows are there."""
    through = RUNTIME.part(HintChannel, HintChannel)
    if through.open is None:
        return
    if through.channel is None:
        through.channel = through.open()
    if through.channel.is_open:
        through.channel.basic_publish(EXCHANGE, "", json.dumps(hint).encode(), TRANSIENT)


def listen(amqp_url: str, on_hint: OnHint) -> threading.Thread | None:
    """Call `on_hint` on another thread for every hint; without a URL there are none."""
    if not amqp_url:
        return None
    session = partial(_session, amqp_url, on_hint)
    run = partial(bus.keep_connected, session, "hints", (AMQPError, OSError))
    thread = threading.Thread(target=run, name="hints", daemon=True)
    thread.start()
    return thread


def _session(amqp_url: str, on_hint: OnHint) -> None:
    """A queue of our own, gone with the connection."""
    connection = pika.BlockingConnection(bus.parameters(amqp_url, "hint listener"))
    try:
        channel = connection.channel()
        queue = f"{EXCHANGE}.{uuid4()}"
        channel.queue_declare(queue, exclusive=True, auto_delete=True)
        channel.queue_bind(queue, EXCHANGE)
        channel.basic_consume(queue, lambda _c, _m, _p, body: _take(body, on_hint), auto_ack=True)
        on_hint({})  # rows that were written before we listened
        channel.start_consuming()
    finally:
        if connection.is_open:
            connection.close()


def _take(body: bytes, on_hint: OnHint) -> None:
    try:
        hint = json.loads(body)
    except ValueError:
        log.warning("hint_unreadable")
        return
    on_hint(hint if isinstance(hint, dict) else {})
