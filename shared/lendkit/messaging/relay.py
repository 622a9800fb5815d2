"""The relay: sweeps every unsent outbox row in order onto the bus, with a window of publisher confirms.

One relay per service (an advisory lock makes any other wait). A row is marked sent only after the broker confirmed it,
so a crash in between sends it again and the inbox on the other side drops the double.
"""

import json
import logging
import select
import signal
import time
from collections.abc import Sequence
from typing import Any

import pika
import psycopg2
from pika.exceptions import AMQPError
from sqlalchemy.engine import make_url
from sqlalchemy.exc import DBAPIError

from lendkit.contracts.envelope import Event
from lendkit.messaging import bus, outbox
from lendkit.messaging.in_flight import InFlight
from lendkit.messaging.outbox import NOTIFY_CHANNEL, Unsent
from lendkit.runtime import db, failpoints
from lendkit.runtime.settings import Settings
from lendkit.values import dates
from lendkit.values.identifiers import uuid7

log = logging.getLogger(__name__)

WINDOW = 200
POLL_SECONDS = 1.0
HEARTBEAT_SECONDS = 5.0


class Relay:
    """Driven by pika's own event loop; every callback is short and talks to the database directly."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self.stopping = False
        self._reset()

    def _reset(self) -> None:
        self.flight = InFlight()
        self.tag = 0
        self.channel: Any = None
        self.connection: Any = None
        self.broken: BaseException | None = None
        self.heartbeat_at = 0.0
        self.timer: Any = None

    def run(self) -> None:
        """Until SIGTERM: take the lock, connect, sweep; after any fault begin again with a short pause."""
        signal.signal(signal.SIGTERM, lambda *_: self._stop())
        signal.signal(signal.SIGINT, lambda *_: self._stop())
        faults = (AMQPError, DBAPIError, psycopg2.Error, OSError)
        bus.keep_connected(self._session, "relay", faults, lambda: self.stopping)

    def _stop(self) -> None:
        self.stopping = True
        if self.connection is not None:
            self.connection.ioloop.add_callback_threadsafe(self._close)

    def _session(self) -> None:
        self._reset()
        listener = _listen(db.current().url)
        try:
            while not self.stopping and not _take_lock(listener, self.settings.service):
                select.select([listener], [], [], POLL_SECONDS)
            if not self.stopping:
                self._serve(listener)
        finally:
            listener.close()

    def _serve(self, listener: Any) -> None:
        name = f"{self.settings.service} relay"
        self.connection = pika.SelectConnection(
            bus.parameters(self.settings.amqp_url, name),
            on_open_callback=self._on_open,
            on_open_error_callback=lambda _, error: self._fail(error),
            on_close_callback=lambda _, error: self._fail(error),
        )
        loop = self.connection.ioloop
        loop.add_handler(listener.fileno(), lambda *_: self._guarded(self._on_notify, listener), loop.READ)
        loop.start()
        if self.broken is not None and not self.stopping:
            raise self.broken

    def _on_open(self, connection: Any) -> None:
        connection.channel(on_open_callback=self._on_channel)

    def _on_channel(self, channel: Any) -> None:
        self.channel = channel
        channel.add_on_return_callback(self._on_return)
        channel.add_on_close_callback(self._on_channel_closed)
        channel.confirm_delivery(self._on_confirm, callback=lambda _: self._guarded(self._sweep))

    def _on_channel_closed(self, channel: Any, error: Any) -> None:
        if channel is self.channel:
            self._fail(error)

    def _guarded(self, action: Any, *args: Any) -> None:
        """A fault inside a callback ends the loop and is raised by `_serve`, not lost in pika."""
        try:
            action(*args)
        except (DBAPIError, psycopg2.Error, OSError, AMQPError) as exc:
            self._fail(exc)

    def _fail(self, exc: Any) -> None:
        self.broken = self.broken or exc
        self.channel = None
        if self.connection is not None:
            if self.connection.is_open:
                self.connection.close()
            self.connection.ioloop.stop()

    def _close(self) -> None:
        if self.connection is not None and self.connection.is_open:
            self.connection.close()
        elif self.connection is not None:
            self.connection.ioloop.stop()

    def _on_notify(self, listener: Any) -> None:
        listener.poll()
        listener.notifies.clear()
        self._sweep()

    def _sweep(self) -> None:
        """Publish the next window of unsent rows; does nothing while one is in flight."""
        if self.channel is None or self.flight.rows or self.stopping:
            return
        looked_at = dates.now()
        rows = outbox.unsent(WINDOW)
        if rows:
            self._publish(rows)
            return
        self._heartbeat(looked_at)
        self._later(POLL_SECONDS)

    def _publish(self, rows: Sequence[Unsent]) -> None:
        self.flight = InFlight()
        for row in rows:
            self.tag += 1
            self.flight.rows[self.tag] = row
        for row in rows:
            properties = pika.BasicProperties(
                content_type=bus.PERSISTENT.content_type, delivery_mode=2, message_id=str(row.event_id), type=row.type
            )
            self.channel.basic_publish(bus.EXCHANGE, row.type, row.payload.encode(), properties, mandatory=True)

    def _on_return(self, _channel: Any, _method: Any, properties: Any, _body: bytes) -> None:
        if properties.message_id:
            self.flight.returned.add(properties.message_id)
            self.flight.error = "no queue is bound to this type"

    def _on_confirm(self, frame: Any) -> None:
        accepted = isinstance(frame.method, pika.spec.Basic.Ack)
        self.flight.answer(frame.method.delivery_tag, frame.method.multiple, accepted)
        if not self.flight.rows:
            self._guarded(self._landed)

    def _landed(self) -> None:
        failpoints.hit("before_mark")
        flight, self.flight = self.flight, InFlight()
        outbox.settle(flight.confirmed, flight.refused, flight.error)
        if flight.refused:
            log.error("relay_refused", extra={"rows": len(flight.refused), "error": flight.error})
        if flight.nacked:
            self._change_channel()
        elif flight.refused:
            self._later(POLL_SECONDS)
        elif flight.confirmed:
            self._sweep()

    def _change_channel(self) -> None:
        """A channel that a full queue has once refused is refused from then on, also when there is room again (RabbitMQ
        3.10): go on with another one, after a pause."""
        refused, self.channel, self.tag = self.channel, None, 0
        refused.close()
        self.connection.ioloop.call_later(POLL_SECONDS, lambda: self._guarded(self._on_open, self.connection))

    def _later(self, seconds: float) -> None:
        """One timer at a time: the poll that finds rows without a NOTIFY."""
        loop = self.connection.ioloop
        if self.timer is not None:
            loop.remove_timeout(self.timer)
        self.timer = loop.call_later(seconds, lambda: self._guarded(self._tick))

    def _tick(self) -> None:
        self.timer = None
        self._sweep()
        if self.timer is None:
            self._later(POLL_SECONDS)

    def _heartbeat(self, as_of: Any) -> None:
        """Every 5 s, and only when nothing older waits: 'you have all I knew at this instant'."""
        if time.monotonic() - self.heartbeat_at < HEARTBEAT_SECONDS:
            return
        self.heartbeat_at = time.monotonic()
        outbox.retry_held()
        heartbeat = Event.new(
            f"{self.settings.service}.heartbeat.v1", subject=uuid7(), sequence=1, data={"as_of": as_of.isoformat()}
        )
        self.tag += 1
        self.channel.basic_publish(
            bus.EXCHANGE, heartbeat.type, json.dumps(heartbeat.to_wire()).encode(), bus.PERSISTENT
        )


def _listen(url: str) -> Any:
    """A plain connection of its own: it holds the relay's advisory lock and hears the wake-up calls."""
    dsn = make_url(url).set(drivername="postgresql").render_as_string(hide_password=False)
    connection = psycopg2.connect(dsn, connect_timeout=5, application_name="lend relay")
    connection.autocommit = True
    with connection.cursor() as cursor:
        cursor.execute(f"LISTEN {NOTIFY_CHANNEL}")
    return connection


def _take_lock(connection: Any, service: str) -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(hashtext(%s))", (f"relay:{service}",))
        return bool(cursor.fetchone()[0])
