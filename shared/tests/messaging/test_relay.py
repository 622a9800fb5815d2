"""What is committed is sent, in order, and marked only once the broker has it."""

import threading
import time
from collections.abc import Callable, Iterator
from typing import Any
from uuid import UUID

import pytest

from lendkit.contracts.envelope import Event
from lendkit.messaging import bus
from lendkit.messaging.relay import Relay
from lendkit.messaging.work import work
from lendkit.runtime import db
from lendkit.runtime.settings import Settings
from lendkit.values.identifiers import uuid7


class Running(Relay):
    """In a thread of the test, which has no signals."""

    def run(self) -> None:
        self._session()


@pytest.fixture
def relay(bus_settings: Settings) -> Iterator[Relay]:
    made = Running(Settings(**{**bus_settings.__dict__, "service": "finance", "amqp_url": bus_settings.amqp_url}))
    thread = threading.Thread(target=made.run, daemon=True)
    thread.start()
    yield made
    made._stop()
    thread.join(10)


def branch(id: UUID, version: int = 1) -> Event:
    kind = "created" if version == 1 else "changed"
    return Event.new(f"parties.branch_{kind}.v1", id, version, {"id": id, "version": version, "name": "Sydney"})


def until(look: Callable[[], Any], seconds: float = 15) -> None:
    deadline = time.monotonic() + seconds
    while not look():
        assert time.monotonic() < deadline, "it did not come true in time"
        time.sleep(0.05)


def unsent() -> int:
    return int(db.scalar("SELECT count(*) FROM outbox WHERE published_at IS NULL"))


def test_everything_committed_arrives_in_order(
    channel: Any, queue: str, relay: Relay, waiting: Callable[[str], int]
) -> None:
    ids = [uuid7() for _ in range(250)]
    for start in range(0, 250, 50):
        with work() as w:
            for id in ids[start : start + 50]:
                w.emit(branch(id))
    until(lambda: unsent() == 0)
    until(lambda: waiting(queue) == 250)
    got = [channel.basic_get(queue, auto_ack=True)[1].message_id for _ in range(250)]
    assert got == [str(row.event_id) for row in db.all("SELECT event_id FROM outbox ORDER BY seq")]


def test_what_is_rolled_back_is_never_sent(relay: Relay, waiting: Callable[[str], int], queue: str) -> None:
    with pytest.raises(ZeroDivisionError), work() as w:
        w.emit(branch(uuid7()))
        raise ZeroDivisionError
    with work() as w:
        w.emit(branch(uuid7()))
    until(lambda: unsent() == 0)
    until(lambda: waiting(queue) == 1)


def hold(seconds: int, *events: Event) -> None:
    with work() as w:
        for event in events:
            w.emit(event)
    with work() as w:
        w.execute(
            "UPDATE outbox SET attempts = 10, held_at = clock_timestamp() - make_interval(secs => :seconds)",
            {"seconds": seconds},
        )


def test_what_was_set_aside_goes_by_itself_once_it_can(
    request: pytest.FixtureRequest, database: db.Database, queue: str, waiting: Callable[[str], int]
) -> None:
    hold(70, branch(uuid7()), Event.new("reports.heartbeat.v1", uuid7(), 1, {"as_of": "2026-11-24T00:00:00+00:00"}))
    request.getfixturevalue("relay")
    until(lambda: waiting(queue) == 1)
    until(lambda: db.scalar("SELECT held_at > now() - interval '1 minute' FROM outbox WHERE published_at IS NULL"))
    assert db.scalar("SELECT attempts FROM outbox WHERE published_at IS NULL") == 10


def test_a_type_that_nobody_reads_is_not_lost(relay: Relay) -> None:
    refused = Event.new("reports.heartbeat.v1", uuid7(), 1, {"as_of": "2026-11-24T00:00:00+00:00"})
    with work() as w:
        w.emit(refused)
    until(lambda: db.scalar("SELECT attempts FROM outbox") > 0)
    row = db.one("SELECT published_at, last_error FROM outbox")
    assert row is not None and row.published_at is None and "bound" in row.last_error


def emit_one() -> bool:
    with work() as w:
        w.emit(branch(uuid7()))
    return True


def test_a_full_queue_is_tried_again_until_there_is_room(
    channel: Any, relay: Relay, waiting: Callable[[str], int]
) -> None:
    full = f"tests.{uuid7()}"
    limit = {"x-queue-type": "quorum", "x-max-length": 2, "x-overflow": "reject-publish"}
    channel.queue_declare(full, durable=True, arguments=limit)
    try:
        channel.queue_bind(full, bus.EXCHANGE, "parties.branch_created.v1")
        until(lambda: emit_one() and db.scalar("SELECT max(attempts) FROM outbox") > 1)
        until(lambda: channel.queue_purge(full) and unsent() == 0)
    finally:
        channel.queue_delete(full)
