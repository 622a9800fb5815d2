"""The receiving end of the push fan-out: a thread that calls back for every hint and reconnects for ever."""

import json
import logging
import threading
import time
from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pika
from pika.exceptions import AMQPError

from lendkit import bus, logs

log = logging.getLogger(__name__)


OnHint = Callable[[dict[str, Any]], None]


def listen(amqp_url: str, on_hint: OnHint) -> threading.Thread | None:
    """Call `on_hint` on another thread for every hint; without a URL there are none."""
    if not amqp_url:
        return None
    thread = threading.Thread(target=_run, args=(amqp_url, on_hint), name="push", daemon=True)
    thread.start()
    return thread


def _run(amqp_url: str, on_hint: OnHint) -> None:
    pause = 0.5
    while True:
        began = time.monotonic()
        try:
            _session(amqp_url, on_hint)
        except (AMQPError, OSError) as fault:
            log.warning("push_interrupted", extra={"error": logs.brief(fault)})
        pause = 0.5 if time.monotonic() - began > 30 else min(pause * 2, bus.LONGEST_PAUSE_SECONDS)
        time.sleep(pause)


def _session(amqp_url: str, on_hint: OnHint) -> None:
    """A queue of our own, gone with the connection."""
    connection = pika.BlockingConnection(bus.parameters(amqp_url, "push listener"))
    try:
        channel = connection.channel()
        queue = f"{bus.PUSH_EXCHANGE}.{uuid4()}"
        channel.queue_declare(queue, exclusive=True, auto_delete=True)
        channel.queue_bind(queue, bus.PUSH_EXCHANGE)
        channel.basic_consume(queue, lambda _c, _m, _p, body: _take(body, on_hint), auto_ack=True)
        on_hint({})  # what was pushed before we listened is in the table
        channel.start_consuming()
    finally:
        if connection.is_open:
            connection.close()


def _take(body: bytes, on_hint: OnHint) -> None:
    try:
        hint = json.loads(body)
    except ValueError:
        log.warning("push_unreadable")
        return
    on_hint(hint if isinstance(hint, dict) else {})
