"""Row 5: the relay dies between the broker's confirm and its own mark. Everything arrives, some of it twice, and what
is said of one thing arrives in order."""

import json
import random
import threading
from collections import defaultdict
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from typing import Any

import pytest

from lendkit.messaging.bus import EXCHANGE
from lendkit.values.identifiers import uuid7
from tests.faults.clients import insist, keyed
from tests.faults.machine import Machine, kill, waited

KILLS = 23
CHANGES = 50
SEED = 20261124
TYPES = ("parties.broker_created.v1", "parties.broker_changed.v1")
Dev = Callable[..., int]


@contextmanager
def heard(machine: Machine) -> Iterator[Callable[[], list[dict[str, Any]]]]:
    """A queue of the test's own, filled while it works; read once all is sent."""
    with machine.channel() as channel:
        queue = f"tests.{uuid7()}"
        channel.queue_declare(queue, durable=True)
        for type in TYPES:
            channel.queue_bind(queue, EXCHANGE, type)

    def drained() -> list[dict[str, Any]]:
        with machine.channel() as channel:
            events = []
            while (taken := channel.basic_get(queue, auto_ack=True))[2] is not None:
                events.append(json.loads(taken[2]))
            return events

    try:
        yield drained
    finally:
        with machine.channel() as channel:
            channel.queue_delete(queue)


def work(admin: Any, over: threading.Event) -> list[str]:
    """Enter a broker, change it many times, begin with the next; as long as it takes."""
    ids = []
    while not over.is_set():
        key = f"relay-{uuid7()}"
        ids.append(insist(keyed(admin, "/api/parties/brokers/", key, {"name": key})).json()["id"])
        for number in range(CHANGES):
            changed = admin.patch(f"/api/parties/brokers/{ids[-1]}/", {"name": f"{key} {number}"})
            assert changed.status_code == 200, changed.text
    return ids


@pytest.mark.slow
@pytest.mark.timeout(240)
def test_the_relay_is_killed_23_times_under_four_writers(
    dev: Dev, machine: Machine, sign_in: Callable[[str], Any]
) -> None:
    dice, over = random.Random(SEED), threading.Event()
    admin = sign_in("admin")
    with heard(machine) as drained:
        with ThreadPoolExecutor(4) as pool:
            writers = [pool.submit(work, admin, over) for _ in range(4)]
            try:
                for _ in range(KILLS):
                    kill_while_it_sends(machine, dice)
            finally:
                over.set()
            ids = {id for writer in writers for id in writer.result()}
        waited(lambda: not machine.one("parties", "SELECT count(*) FROM outbox WHERE published_at IS NULL"), 30, "sent")
        came = [event for event in drained() if event["subject"] in ids]
    sent = machine.rows("parties", "SELECT event_id::text FROM outbox WHERE aggregate_id = ANY(%s::uuid[])", list(ids))
    assert {event["id"] for event in came} == {id for (id,) in sent}
    print(f"seed {SEED}: {len(sent)} events, {len(came) - len(sent)} came twice")
    assert out_of_order(came) == []
    assert dev("verify") == 0


def kill_while_it_sends(machine: Machine, dice: random.Random) -> None:
    """Once it is back and has sent something; then at any moment."""
    count = "SELECT count(*) FROM outbox WHERE published_at IS NOT NULL"
    before = machine.one("parties", count)
    waited(lambda: machine.one("parties", count) > before, 20, "the relay sends")
    threading.Event().wait(dice.uniform(0, 0.2))
    assert kill(machine.child("parties-background", "relay"))


def out_of_order(came: list[dict[str, Any]]) -> list[str]:
    """Things of which a version was heard for the first time after a later one."""
    highest: dict[str, int] = defaultdict(int)
    seen, wrong = set(), []
    for event in came:
        if event["id"] not in seen and event["sequence"] < highest[event["subject"]]:
            wrong.append(event["subject"])
        seen.add(event["id"])
        highest[event["subject"]] = max(highest[event["subject"]], event["sequence"])
    return wrong
