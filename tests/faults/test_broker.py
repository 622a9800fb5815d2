"""Rows 2 and 3: the broker dies, is away, or has no memory left. All work on, and what they did arrives later."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest

from lendkit.values.identifiers import uuid7
from tests.faults.clients import SAMPLE, all_agree, at_work, insist, keyed
from tests.faults.machine import Machine, waited

AWAY_SECONDS = 60
RECONNECT_SECONDS = 15
CATCH_UP_SECONDS = 30
Dev = Callable[..., int]
SignIn = Callable[[str], Any]
READ = ("finance/fees/", "parties/brokers/", "documents/", "notifications/", "reports/application-status/")
SENT = "SELECT count(*) FROM outbox WHERE published_at IS NOT NULL"
UNSENT = "SELECT count(*) FROM outbox WHERE published_at IS NULL"


def unsent(machine: Machine) -> int:
    return sum(machine.one(service, UNSENT) for service in machine.stack["databases"])


def await_more(count: Callable[[], int], more: int, what: str) -> float:
    enough = count() + more
    return waited(lambda: count() >= enough, 30, what)


@contextmanager
def writing(admin: Any, run: str) -> Iterator[list[str]]:
    """Two people who enter brokers without a pause; the ids of what they were told is done."""
    created: list[str] = []

    def enter() -> None:
        key = f"{run}-{uuid7()}"
        created.append(insist(keyed(admin, "/api/parties/brokers/", key, {"name": key})).json()["id"])

    with at_work(enter, enter):
        yield created


@pytest.mark.slow
@pytest.mark.timeout(240)
def test_kill_9_of_the_broker_in_the_middle_of_confirms(
    dev: Dev, machine: Machine, sign_in: SignIn, await_back: Callable[[], float]
) -> None:
    """Counts lie just after a restart: what was confirmed is looked for by its id, in every inbox that is bound to it
    (that is `verify`), and here once more in one of them."""
    run, took = f"broker-{uuid7().hex[-12:]}", list[float]()
    with writing(sign_in("admin"), run) as created:
        for _ in range(3):
            await_more(lambda: len(created), 40, "people work")
            assert dev("kill", "rabbitmq") == 0
            waited(lambda: not machine.broker_listens(), 10, "the broker is gone")
            await_back()
            took.append(await_more(lambda: machine.one("parties", SENT), 1, "the relay sends again"))
    print(f"{len(created)} brokers; the relay sent again after {[round(seconds, 1) for seconds in took]} s")
    assert max(took) < RECONNECT_SECONDS
    waited(lambda: unsent(machine) == 0, RECONNECT_SECONDS, "all is sent")
    assert dev("verify") == 0
    known = machine.one(
        "applications", "SELECT count(*) FROM copies WHERE kind = 'broker' AND id = ANY(%s::uuid[])", created
    )
    assert known == len(set(created)) == len(created)


@pytest.mark.slow
@pytest.mark.timeout(240)
def test_the_broker_is_away_for_a_minute(dev: Dev, sign_in: SignIn, await_back: Callable[[], float]) -> None:
    broker, admin = sign_in("broker"), sign_in("admin")
    assert dev("stop", "rabbitmq") == 0
    began = time.monotonic()
    try:
        ids = [once(broker, f"away-{uuid7()}") for _ in range(100)]
        while time.monotonic() - began < AWAY_SECONDS:
            page = admin.get(f"/api/applications/{ids[-1]}/")
            assert page.status_code == 200 and page.json()["provisioning"]["parties"] == "pending"
            assert {path: admin.get(f"/api/{path}").status_code for path in READ} == dict.fromkeys(READ, 200)
            time.sleep(1)
    finally:
        assert dev("start", "rabbitmq") == 0
    await_back()
    took = waited(lambda: all_agree(admin, ids), CATCH_UP_SECONDS, "every part is with its owner")
    print(f"100 submits were everywhere {took:.1f} s after the broker was back")
    assert dev("verify") == 0


def once(user: Any, key: str) -> str:
    """Lodged at the first try."""
    answer = keyed(user, "/api/applications/", key, {**SAMPLE, "purpose": f"Fault {key}"})()
    assert answer.status_code == 201, answer.text
    return str(answer.json()["id"])


@pytest.mark.slow
@pytest.mark.timeout(240)
def test_the_broker_has_no_memory_left(dev: Dev, machine: Machine, sign_in: SignIn) -> None:
    """It then takes nothing from anybody and says nothing about it: the relay gives up the connection after 30 s, and
    the rows stay. Nobody has to restart anything afterwards."""
    broker, admin = sign_in("broker"), sign_in("admin")
    mark = len(machine.log("applications-background"))
    machine.rabbitmqctl("set_vm_memory_high_watermark", "absolute", "1MB")
    try:
        ids = [once(broker, f"memory-{uuid7()}") for _ in range(5)]
        waited(lambda: "ConnectionBlockedTimeout" in machine.log("applications-background")[mark:], 45, "it gives up")
        ids += [once(broker, f"memory-{uuid7()}") for _ in range(5)]
        assert machine.one("applications", UNSENT) >= 10, "the rows are kept"
        assert {admin.get(f"/api/applications/{id}/").status_code for id in ids} == {200}
    finally:
        machine.rabbitmqctl("set_vm_memory_high_watermark", "absolute", "1GB")
    waited(lambda: all_agree(admin, ids), CATCH_UP_SECONDS, "every part is with its owner")
    assert dev("verify") == 0
