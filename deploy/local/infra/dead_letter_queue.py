"""Messages that a consumer could not read or that crashed it, in `<service>.events.dlq`: tried again or thrown away.

What goes back to a queue goes as a new message: one that keeps its `x-death` headers may be dropped by the broker.
"""

import json
from collections.abc import Callable
from dataclasses import dataclass

import pika
from pika.adapters.blocking_connection import BlockingChannel

Chosen = Callable[[str | None], bool]


@dataclass(frozen=True)
class Depth:
    ready: int
    dead: int


class DeadLetters:
    """One connection as the administrator."""

    def __init__(self, amqp_url: str) -> None:
        self._connection = pika.BlockingConnection(pika.URLParameters(amqp_url))
        self._channel: BlockingChannel = self._connection.channel()
        self._channel.confirm_delivery()

    def close(self) -> None:
        self._connection.close()

    def depth(self, service: str) -> Depth:
        """Messages that wait in the service's queue, and in its queue of dead letters."""
        return Depth(self._count(f"{service}.events"), self._count(f"{service}.events.dlq"))

    def retry(self, service: str, chosen: Chosen) -> int:
        """Give the chosen ones back to the service's queue; how many."""
        return self._sort(service, chosen, lambda body: self._publish(f"{service}.events", body))

    def discard(self, service: str, chosen: Chosen) -> int:
        return self._sort(service, chosen, lambda _: None)

    def _sort(self, service: str, chosen: Chosen, act: Callable[[bytes], None]) -> int:
        """Look at each message once; one that is not chosen goes to the end of the queue. None is acknowledged before
        the broker has it where it goes."""
        queue, number = f"{service}.events.dlq", 0
        for _ in range(self._count(queue)):
            method, _properties, body = self._channel.basic_get(queue)
            if method is None:
                break
            if chosen(_id(body)):
                act(body)
                number += 1
            else:
                self._publish(queue, body)
            self._channel.basic_ack(method.delivery_tag)
        return number

    def _publish(self, queue: str, body: bytes) -> None:
        properties = pika.BasicProperties(content_type="application/cloudevents+json", delivery_mode=2)
        self._channel.basic_publish("", queue, body, properties, mandatory=True)

    def _count(self, queue: str) -> int:
        return int(self._channel.queue_declare(queue, passive=True).method.message_count)


def _id(body: bytes) -> str | None:
    """The event's id, where it can be read at all."""
    try:
        return str(json.loads(body)["id"])
    except (ValueError, KeyError, TypeError, RecursionError):
        return None
