"""The broker's topology: least privilege, a way out for every queue, and a queue for every event."""

import json
import re
from typing import Any

import pytest

from deploy.local.infra import topology
from deploy.local.machine.service_list import SERVICES
from deploy.local.verbs import contracts


def rows(section: str) -> list[dict[str, Any]]:
    return list(topology.definitions()[section])


def permissions(service: str, vhost: str) -> dict[str, Any]:
    return next(row for row in rows("permissions") if (row["user"], row["vhost"]) == (service, vhost))


@pytest.mark.parametrize("service", SERVICES)
def test_a_service_publishes_its_own_types_and_reads_its_own_queue(service: str) -> None:
    topic = next(row for row in rows("topic_permissions") if row["user"] == service)
    allowed = permissions(service, topology.VHOST)
    for other in SERVICES:
        own = other == service
        assert bool(re.search(topic["write"], f"{other}.thing_happened.v1")) is own
        assert bool(re.search(allowed["read"], f"{other}.events")) is own
        assert not re.search(allowed["read"], f"{other}.events.dlq")
        assert not re.search(allowed["configure"], f"{other}.events")
    assert re.search(allowed["write"], "lend.events")
    assert not re.search(allowed["write"], "lend.dead")


def test_every_queue_is_quorum_and_leads_to_its_dead_letters() -> None:
    names = topology.queues()
    for queue in rows("queues"):
        assert queue["arguments"]["x-queue-type"] == "quorum"
        if queue["vhost"] == topology.VHOST and not queue["name"].endswith(".dlq"):
            assert queue["arguments"]["x-single-active-consumer"] is True
            assert queue["arguments"]["x-dead-letter-routing-key"] == queue["name"]
            assert f"{queue['name']}.dlq" in names
            assert {"lend.dead"} == {
                row["source"] for row in rows("bindings") if row["destination"] == f"{queue['name']}.dlq"
            }


@pytest.mark.parametrize("service", SERVICES)
def test_every_service_has_its_queue_and_its_dead_letters(service: str) -> None:
    assert {f"{service}.events", f"{service}.events.dlq"} <= set(topology.queues())


def test_tasks_are_their_services_own_and_nobody_elses_to_read() -> None:
    assert topology.queues(topology.TASKS_VHOST) == ["notifications.tasks"]
    allowed = permissions("notifications", topology.TASKS_VHOST)
    assert re.search(allowed["read"], "notifications.tasks")
    assert allowed["configure"] == "^$"
    assert {row["user"] for row in rows("permissions") if row["vhost"] == topology.TASKS_VHOST} == {
        "admin",
        "notifications",
    }


def test_bindings_are_what_the_services_handle() -> None:
    current = rows("bindings")
    assert contracts.bindings(current) == current
    assert contracts.unbound(current) == []


def test_passwords_are_filled_in_and_none_is_committed() -> None:
    logins = {service: f"pw-{service}" for service in SERVICES}
    secrets = {"rabbitmq": "adm", "broker": logins}
    users = {row["name"]: row["password"] for row in json.loads(topology.filled(secrets))["users"]}
    assert users == {"admin": "adm", **logins}
    assert all(row["password"].startswith("${PASSWORD_") for row in rows("users"))
