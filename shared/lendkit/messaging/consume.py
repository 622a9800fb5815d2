"""The consumer: takes what has arrived in one transaction, acknowledges after the commit, parks what may heal."""

import json
import logging
import signal
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import wraps
from itertools import groupby
from typing import Any

import pika
from pika.exceptions import AMQPError
from psycopg2.errors import DeadlockDetected
from sqlalchemy.exc import DBAPIError, OperationalError

from lendkit.contracts.envelope import Event
from lendkit.messaging import bus, copies, hints, inbox
from lendkit.messaging.work import work
from lendkit.runtime import context, failpoints, logs
from lendkit.runtime.settings import Settings

log = logging.getLogger(__name__)

Handler = Callable[[list[Event]], None]
Handlers = Mapping[str, Sequence[Handler]]

BATCH = 100
PREFETCH = 200
IDLE_SECONDS = 0.5
DEADLOCK_TRIES = 3


def each(command: Callable[[Event], Any]) -> Handler:
    """Make a handler of a command that takes one event; what it emits carries the event's correlation."""

    @wraps(command)
    def handler(events: list[Event]) -> None:
        for event in events:
            with context.bind(correlation_id=event.correlation_id, event_id=str(event.id)):
                command(event)

    return handler


def take(events: Sequence[Event], handlers: Handlers) -> None:
    """One transaction for all: inbox rows, effects, parked followers. Raises what a handler raised."""
    heartbeats = [event for event in events if event.type.endswith(".heartbeat.v1")]
    with context.bind(actor=context.SYSTEM), work() as w:
        copies.note_heartbeats(w, heartbeats)
        fresh = inbox.claim(w, [event for event in events if event not in heartbeats])
        behind = inbox.waiting(w, fresh) if fresh else set()
        for event in fresh:
            if event.subject in behind:
                inbox.park(w, event, "waits behind an earlier event")
        dispatch([event for event in fresh if event.subject not in behind], handlers)


def dispatch(events: Sequence[Event], handlers: Handlers) -> None:
    """Runs of the same type together, so that order holds and a projection still gets its batch."""
    for kind, run in groupby(events, key=lambda event: event.type):
        batch = list(run)
        for handler in handlers.get(kind, ()):
            handler(batch)


def take_all(events: Sequence[Event], handlers: Handlers) -> None:
    """Together when all is well, one by one when something is wrong; a failing event is parked."""
    if not events:
        return
    try:
        take(events, handlers)
    except OperationalError as exc:
        if not isinstance(exc.orig, DeadlockDetected):
            raise
        _take_singly(events, handlers)
    except Exception:  # noqa: BLE001 - whatever a handler raises, the others must flow
        _take_singly(events, handlers)


def _take_singly(events: Sequence[Event], handlers: Handlers) -> None:
    for event in events:
        exc = _try(event, handlers)
        if exc is not None:
            log.error("event_parked", extra={"event_id": str(event.id), "type": event.type, "error": logs.summary(exc)})
            with work() as w:
                if inbox.claim(w, [event]):
                    inbox.park(w, event, logs.summary(exc))


def _try(event: Event, handlers: Handlers) -> Exception | None:
    """Take one event; a deadlock is tried again, a database that cannot be reached is raised."""
    for attempt in range(DEADLOCK_TRIES):
        try:
            take([event], handlers)
            return None
        except OperationalError as exc:
            if not isinstance(exc.orig, DeadlockDetected):
                raise
            if attempt + 1 == DEADLOCK_TRIES:
                return exc
        except Exception as exc:  # noqa: BLE001 - parked with its reason and retried on a schedule
            return exc
    return None


def retry_parked(handlers: Handlers) -> None:
    """Run the parked events whose time has come, each aggregate in order up to the first that still fails."""
    with work() as w:
        aggregates = inbox.due(w)
    for aggregate in aggregates:
        with work() as w:
            events = inbox.parked_of(w, aggregate)
        for event in events:
            if not _retry(event, handlers):
                break


def _retry(event: Event, handlers: Handlers) -> bool:
    try:
        with context.bind(actor=context.SYSTEM), work() as w:
            dispatch([event], handlers)
            inbox.settle(w, event)
        return True
    except OperationalError:
        raise
    except Exception as exc:  # noqa: BLE001 - counted; the last failure makes it a dead letter
        with work() as w:
            inbox.postpone(w, event, logs.summary(exc))
        return False


class Consumer:
    """One thread, one connection, one queue with a single active consumer."""

    def __init__(self, settings: Settings, handlers: Handlers) -> None:
        self.settings = settings
        self.handlers = handlers
        self.stopping = False
        self.arrived: list[tuple[Any, bytes]] = []

    def run(self) -> None:
        """Until SIGTERM; after any fault connect again."""
        signal.signal(signal.SIGTERM, lambda *_: self._stop())
        signal.signal(signal.SIGINT, lambda *_: self._stop())
        bus.keep_connected(self._session, "consumer", (AMQPError, OSError, DBAPIError), lambda: self.stopping)

    def _stop(self) -> None:
        self.stopping = True

    def _session(self) -> None:
        name = f"{self.settings.service} consumer"
        connection = pika.BlockingConnection(bus.parameters(self.settings.amqp_url, name))
        self.arrived.clear()
        channel = connection.channel()
        hints.publish_through(connection.channel)
        try:
            self._listen(connection, channel)
        finally:
            hints.publish_through(None)
            if connection.is_open:
                connection.close()

    def _listen(self, connection: Any, channel: Any) -> None:
        """First one at a time: a message that kills the process must be counted alone, not with 199 innocents."""
        careful = True
        tag = self._subscribe(channel, prefetch=1)
        while not self.stopping:
            connection.process_data_events(time_limit=IDLE_SECONDS)
            idle = not self.arrived
            redelivered = any(method.redelivered for method, _ in self.arrived)
            self._work_off(connection, channel)
            retry_parked(self.handlers)
            if careful and (idle or not redelivered):
                channel.basic_cancel(tag)
                self._work_off(connection, channel)
                tag, careful = self._subscribe(channel, prefetch=PREFETCH), False

    def _subscribe(self, channel: Any, prefetch: int) -> str:
        channel.basic_qos(prefetch_count=prefetch)
        queue = bus.queue_of(self.settings.service)
        return str(channel.basic_consume(queue, lambda _c, method, _p, body: self.arrived.append((method, body))))

    def _work_off(self, connection: Any, channel: Any) -> None:
        while self.arrived:
            batch, self.arrived = self.arrived[:BATCH], self.arrived[BATCH:]
            readable = list(self._readable(channel, batch))
            self._hold_until_done(connection, [event for _, event in readable])
            failpoints.hit("before_ack")
            if readable:  # the last that was not answered yet: another one's tag would cost us the channel
                channel.basic_ack(readable[-1][0].delivery_tag, multiple=True)
            connection.process_data_events(time_limit=0)

    def _readable(self, channel: Any, batch: Sequence[tuple[Any, bytes]]) -> Iterator[tuple[Any, Event]]:
        for method, body in batch:
            try:
                event = Event.from_wire(json.loads(body))
            except (ValueError, RecursionError) as exc:
                log.error("event_unreadable", extra={"routing_key": method.routing_key, "error": str(exc)[:300]})
                channel.basic_reject(method.delivery_tag, requeue=False)
                continue
            if self._forged(method, event):
                # No dead letter: trying it again would make it true.
                log.error("event_forged", extra={"routing_key": method.routing_key, "type": event.type})
                channel.basic_ack(method.delivery_tag)
            else:
                yield method, event

    def _forged(self, method: Any, event: Event) -> bool:
        """The broker lets each service publish only under its own routing keys, so the key has to match the type.

        A dead letter that is tried again comes by the name of this queue, as only an administrator can send it.
        """
        return method.routing_key not in (event.type, bus.queue_of(self.settings.service))

    def _hold_until_done(self, connection: Any, events: Sequence[Event]) -> None:
        """While our own database cannot be reached nothing is lost or requeued: hold, and try again."""
        while True:
            try:
                take_all(events, self.handlers)
                return
            except OperationalError as exc:
                log.warning("database_unavailable", extra={"error": logs.summary(exc)})
                connection.sleep(1)
                if self.stopping:
                    raise
