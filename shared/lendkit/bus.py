"""The broker: names, connections and the push fan-out. pika lives in this module, `relay` and `consume` only."""

import json
from typing import Any

import pika
from pika.adapters.blocking_connection import BlockingChannel

EXCHANGE = "lend.events"
PUSH_EXCHANGE = "notifications.push"
HEARTBEAT_SECONDS = 60
BLOCKED_SECONDS = 30
LONGEST_PAUSE_SECONDS = 2.0  # between tries to reach a broker that is away: all agree soon after it is back

PERSISTENT = pika.BasicProperties(
    content_type="application/cloudevents+json; charset=utf-8", delivery_mode=pika.DeliveryMode.Persistent
)
TRANSIENT = pika.BasicProperties(content_type="application/json", delivery_mode=pika.DeliveryMode.Transient)


def queue_of(service: str) -> str:
    return f"{service}.events"


def parameters(amqp_url: str, name: str) -> pika.URLParameters:
    """Connection parameters with the house's timeouts; `name` shows in the broker's list of connections."""
    result = pika.URLParameters(amqp_url)
    result.heartbeat = HEARTBEAT_SECONDS
    result.blocked_connection_timeout = BLOCKED_SECONDS
    result.socket_timeout = 5
    result.client_properties = {"connection_name": name}
    return result


_push_channel: BlockingChannel | None = None


def push_through(channel: BlockingChannel | None) -> None:
    """Let `push` publish on this channel: set by the process that owns a connection, in its one thread."""
    global _push_channel
    _push_channel = channel


def push(hint: dict[str, Any]) -> None:
    """Tell the socket processes that rows are there. It may be lost: they also look for themselves."""
    if _push_channel is not None and _push_channel.is_open:
        _push_channel.basic_publish(PUSH_EXCHANGE, "", json.dumps(hint).encode(), TRANSIENT)
