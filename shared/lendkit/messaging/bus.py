"""The broker: its names, and how a process connects and stays connected. Only this folder knows pika."""

import logging
import time
from collections.abc import Callable

import pika

from lendkit.runtime import logs

log = logging.getLogger(__name__)

EXCHANGE = "lend.events"
HEARTBEAT_SECONDS = 60
BLOCKED_SECONDS = 30
FIRST_PAUSE_SECONDS, LONGEST_PAUSE_SECONDS = (
    0.5,
    2.0,
)  # between tries to reach a broker: all agree soon after it is back

PERSISTENT = pika.BasicProperties(
    content_type="application/cloudevents+json; charset=utf-8", delivery_mode=pika.DeliveryMode.Persistent
)
STEADY_SECONDS = 30  # a session that lasted this long was well: the next pause is short again


def queue_of(service: str) -> str:
    return f"{service}.events"


def parameters(amqp_url: str, name: str) -> pika.URLParameters:
    """Connection parameters with our timeouts; `name` shows in the broker's list of connections."""
    result = pika.URLParameters(amqp_url)
    result.heartbeat = HEARTBEAT_SECONDS
    result.blocked_connection_timeout = BLOCKED_SECONDS
    result.socket_timeout = 5
    result.client_properties = {"connection_name": name}
    return result


def keep_connected(
    session: Callable[[], None],
    name: str,
    faults: tuple[type[Exception], ...],
    stopping: Callable[[], bool] = lambda: False,
) -> None:
    """Run `session` again and again until `stopping`: after one of `faults` with a pause that grows to 2 s."""
    pause = FIRST_PAUSE_SECONDS
    while not stopping():
        began = time.monotonic()
        try:
            session()
        except faults as exc:
            log.warning(f"{name}_interrupted", extra={"error": logs.summary(exc)})
        steady = time.monotonic() - began > STEADY_SECONDS
        pause = FIRST_PAUSE_SECONDS if steady else min(pause * 2, LONGEST_PAUSE_SECONDS)
        if not stopping():
            time.sleep(pause)
