"""A queue is full, or a binding is missing: the relay keeps the rows, says so, and goes on by itself."""

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest

from deploy.local.infra import topology
from lendkit.messaging.bus import EXCHANGE
from lendkit.values.identifiers import uuid7
from tests.faults.clients import insist, keyed
from tests.faults.machine import Machine, waited

Dev = Callable[..., int]
SignIn = Callable[[str], Any]
BRANCH = "parties.branch_created.v1"
FULL = json.dumps({"max-length": 5, "overflow": "reject-publish"})


def entered(admin: Any, noun: str) -> str:
    key = f"queue-{uuid7()}"
    return str(insist(keyed(admin, f"/api/parties/{noun}/", key, {"name": key})).json()["id"])


def outbox(machine: Machine, what: str, *ids: str) -> int:
    statement = f"SELECT count(*) FROM outbox WHERE {what} AND aggregate_id = ANY(%s::uuid[])"
    return int(machine.one("parties", statement, list(ids)))


def known(machine: Machine, service: str, *ids: str) -> int:
    return int(machine.one(service, "SELECT count(*) FROM copies WHERE id = ANY(%s::uuid[])", list(ids)))


@contextmanager
def unbound(machine: Machine, type: str) -> Iterator[None]:
    readers = [f"{service}.events" for service, types in topology.bound().items() if type in types]
    assert readers
    with machine.channel() as channel:
        for queue in readers:
            channel.queue_unbind(queue, EXCHANGE, type)
        try:
            yield
        finally:
            for queue in readers:
                channel.queue_bind(queue, EXCHANGE, type)


def test_a_binding_is_missing(dev: Dev, machine: Machine, sign_in: SignIn) -> None:
    admin = sign_in("admin")
    with unbound(machine, BRANCH):
        branch = entered(admin, "branches")
        waited(lambda: outbox(machine, "attempts > 0 AND last_error ~ 'no queue is bound'", branch), 5, "it is noticed")
        other = entered(admin, "brokers")
        waited(lambda: known(machine, "reports", other), 5, "the others flow")
        assert outbox(machine, "published_at IS NULL", branch) == 1
    waited(lambda: known(machine, "reports", branch), 5, "it goes by itself")
    assert dev("verify") == 0


@pytest.mark.slow
def test_a_queue_is_full(dev: Dev, machine: Machine, sign_in: SignIn) -> None:
    """The broker then refuses what is bound to that queue, though the other queues take it; after ten refusals it is
    set aside, which is an alarm, and tried again each minute."""
    admin = sign_in("admin")
    assert dev("stop", "reports-background") == 0
    try:
        machine.rabbitmqctl("set_policy", "full", r"^reports\.events$", FULL, "--vhost", "lend", "--apply-to", "queues")
        ids = [entered(admin, "brokers") for _ in range(30)]
        waited(lambda: outbox(machine, "held_at IS NOT NULL", *ids) > 0, 30, "set aside")
        assert dev("bus") == 1, "somebody is told"
        assert admin.patch(f"/api/parties/brokers/{ids[0]}/", {"name": "Still at work"}).status_code == 200
        assert known(machine, "applications", *ids) == 30, "and the other queues have it all"
    finally:
        machine.rabbitmqctl("clear_policy", "full", "--vhost", "lend")
        assert dev("start", "reports-background") == 0
    held = outbox(machine, "held_at IS NOT NULL", *ids)
    assert held > 0
    minute_later = "UPDATE outbox SET held_at = held_at - interval '1 minute' WHERE held_at IS NOT NULL"
    machine.rows("parties", minute_later)
    waited(lambda: known(machine, "reports", *ids) == 30, 20, "it goes by itself")
    assert dev("verify") == 0
