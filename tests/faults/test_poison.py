"""Row 9: a message that nobody can read, that no handler can take, or that kills its consumer. The others flow, its own
aggregate waits, and a person can have it tried again as often as it takes."""

import json
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pika
import pytest

from lendkit.contracts.envelope import Event
from lendkit.values.identifiers import uuid7
from tests.faults.clients import insist, keyed
from tests.faults.machine import Machine, asked, standing_in, waited

Dev = Callable[..., int]
SignIn = Callable[[str], Any]
QUEUE, DEAD = "reports.events", "reports.events.dlq"
# The first and the ten of the queue's delivery limit, at most: what a new consumer hands back untouched counts too.
DELIVERIES = 11
REFUSE = """
CREATE FUNCTION poison() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN IF NEW.id = '{id}' THEN RAISE EXCEPTION 'not this one'; END IF; RETURN NEW; END $$;
CREATE TRIGGER poison BEFORE INSERT OR UPDATE ON copies FOR EACH ROW EXECUTE FUNCTION poison();
"""
ALLOW = "DROP TRIGGER poison ON copies; DROP FUNCTION poison()"
# The service's own process, but that one event of one broker is its death.
DEADLY = """
import os, sys
from lendkit.process import cli
from reports import consumers
def deadly(events):
    if any(str(event.subject) == sys.argv[1] and event.sequence == 2 for event in events):
        os._exit(137)
consumers.HANDLERS["parties.broker_changed.v1"].insert(0, deadly)
cli.main("reports", ["background"])
"""


def unreadable() -> list[bytes]:
    first, second = (Event.new("parties.broker_changed.v1", uuid7(), 2, {}).to_wire() for _ in range(2))
    return [
        b"{half of a mess",
        b"[]",
        b"\xff\xfe",
        b"[" * 100_000,
        json.dumps({**first, "sequence": 1.9}).encode(),
        json.dumps({key: value for key, value in second.items() if key != "subject"}).encode(),
    ]


def put(machine: Machine, bodies: list[bytes]) -> None:
    with machine.channel() as channel:
        for body in bodies:
            channel.basic_publish("", QUEUE, body, pika.BasicProperties(delivery_mode=2), mandatory=True)


def a_broker(admin: Any, name: str) -> str:
    return str(insist(keyed(admin, "/api/parties/brokers/", f"poison-{uuid7()}", {"name": name})).json()["id"])


def change(admin: Any, id: str, name: str) -> None:
    assert admin.patch(f"/api/parties/brokers/{id}/", {"name": name}).status_code == 200


def known_as(machine: Machine, id: str) -> str | None:
    """What reports has heard last."""
    rows = machine.rows("reports", "SELECT body->>'name' FROM copies WHERE id = %s", id)
    return rows[0][0] if rows else None


def parked(machine: Machine, id: str) -> list[int]:
    """How often each parked event of it has been tried again, oldest first."""
    return [
        n for (n,) in machine.rows("reports", "SELECT attempt FROM parked WHERE aggregate_id = %s ORDER BY seq", id)
    ]


def test_what_nobody_can_read(dev: Dev, machine: Machine, sign_in: SignIn) -> None:
    admin, bad = sign_in("admin"), unreadable()
    id = a_broker(admin, "Before")
    put(machine, bad)
    change(admin, id, "After")
    waited(lambda: known_as(machine, id) == "After", 5, "the others flow")
    waited(lambda: machine.depth(DEAD) == len(bad), 5, "dead letters")
    assert dev("verify") == 1 and dev("bus") == 1, "somebody is told"
    for _ in range(2):  # a message that kept its history would be dropped by the broker the second time
        assert dev("bus", "retry", "reports") == 0
        waited(lambda: machine.depth(DEAD) == len(bad), 5, "dead once more, and none is lost")
    assert dev("bus", "discard", "reports", json.loads(bad[4])["id"], "--reason", "a fault was tried out") == 0
    assert dev("bus", "discard", "reports", json.loads(bad[5])["id"], "--reason", "a fault was tried out") == 0
    assert dev("bus", "discard", "reports", "--reason", "a fault was tried out") == 0
    assert machine.depth(DEAD) == 0
    assert dev("verify") == 0


def test_a_type_that_nobody_knows(dev: Dev, machine: Machine) -> None:
    """From a version that is ahead of this one: taken, and of no effect."""
    event = {**Event.new("parties.broker_changed.v1", uuid7(), 2, {}).to_wire(), "type": "parties.broker_knighted.v7"}
    put(machine, [json.dumps(event).encode()])
    waited(lambda: machine.rows("reports", "SELECT 1 FROM inbox WHERE event_id = %s", event["id"]), 5, "taken")
    assert dev("verify") == 0


@contextmanager
def refusing(machine: Machine, id: str) -> Iterator[None]:
    """The handler of reports raises for this broker alone."""
    asked(machine.owner_url("reports"), REFUSE.format(id=id))
    try:
        yield
    finally:
        asked(machine.owner_url("reports"), ALLOW)


def test_a_handler_that_raises(dev: Dev, machine: Machine, sign_in: SignIn) -> None:
    admin = sign_in("admin")
    id, other = a_broker(admin, "First"), a_broker(admin, "Other")
    waited(lambda: known_as(machine, id) == "First" and known_as(machine, other) == "Other", 5, "heard")
    with refusing(machine, id):
        change(admin, id, "Second")
        change(admin, other, "Changed")
        waited(lambda: known_as(machine, other) == "Changed", 5, "the others flow")
        waited(lambda: len(parked(machine, id)) == 1, 5, "parked")
        change(admin, id, "Third")
        waited(lambda: len(parked(machine, id)) == 2, 5, "its own aggregate waits")
        for _ in range(2):
            assert dev("bus", "retry", "reports") == 0
            waited(lambda: parked(machine, id) == [1, 0], 5, "it failed once more, and nothing passed it")
        assert known_as(machine, id) == "First"
    assert dev("bus", "retry", "reports") == 0
    waited(lambda: known_as(machine, id) == "Third", 5, "healed")
    assert parked(machine, id) == []
    assert dev("verify") == 0


@pytest.mark.slow
def test_a_handler_that_kills_its_process(dev: Dev, machine: Machine, sign_in: SignIn) -> None:
    admin = sign_in("admin")
    id, other = a_broker(admin, "First"), a_broker(admin, "Other")
    waited(lambda: known_as(machine, other) == "Other", 5, "heard")
    assert dev("stop", "reports-background") == 0
    try:
        with standing_in(machine, "reports", [sys.executable, "-c", DEADLY, id]) as log:
            change(admin, id, "Second")
            change(admin, other, "Changed")
            waited(lambda: known_as(machine, other) == "Changed", 45, "the others flow")
            waited(lambda: machine.depth(DEAD) == 1, 45, "the broker has had enough")
            assert 5 < log.read_text(encoding="utf-8").count("child_ended") <= DELIVERIES
            change(admin, id, "Third")
            waited(lambda: known_as(machine, id) == "Third", 10, "the next one is taken")
            assert dev("bus") == 1, "somebody is told"
    finally:
        assert dev("start", "reports-background") == 0
        assert dev("bus", "retry", "reports") == 0
    waited(lambda: machine.depth(DEAD) == 0 and machine.depth(QUEUE) == 0, 10, "taken by what was mended")
    assert known_as(machine, id) == "Third", "the older one changes nothing"
    assert dev("verify") == 0
