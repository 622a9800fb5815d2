"""Containers die, come back elsewhere, and are replaced by new images while people work: nothing is lost or doubled."""

import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from typing import Any

import requests

from deploy.docker import release
from deploy.docker.stack import Stack
from lendkit.values.identifiers import uuid7
from tests.faults.clients import all_agree, submit

SUBMITS = 30
VICTIMS = ("applications-web", "parties-background", "applications-background/relay", "nginx", "finance-web")
Dev = Callable[..., int]
SignIn = Callable[[str], Any]
Eventually = Callable[..., Any]


def test_crashes_while_30_are_lodged(containers: Stack, dev: Dev, sign_in: SignIn, eventually: Eventually) -> None:
    """The engine starts again what dies; its new address is found."""
    broker, admin = sign_in("broker"), sign_in("admin")
    keys = [f"crash-{uuid7()}" for _ in range(SUBMITS)]
    restarts = {process.name: process.restarts for process in containers.processes()}
    with ThreadPoolExecutor(2) as pool:
        lodged = pool.map(lambda key: submit(broker, key), keys)
        killed = [dev("kill", name) for name in VICTIMS]
        ids = list(lodged)
    assert killed == [0] * len(VICTIMS)
    assert len(set(ids)) == SUBMITS
    assert [submit(broker, key) for key in keys[:3]] == ids[:3], "the same key is the same application"
    again = {process.name for process in containers.processes() if process.restarts > restarts[process.name]}
    assert again >= {"applications-web", "parties-background", "nginx"}, "nobody restarted them: the engine did"
    eventually(lambda: all_agree(admin, ids), 60)
    eventually(lambda: dev("verify") == 0, 60)


def test_the_broker_and_the_database_go_and_come_back(dev: Dev, sign_in: SignIn, eventually: Eventually) -> None:
    broker, admin = sign_in("broker"), sign_in("admin")
    assert dev("stop", "rabbitmq") == 0
    ids = [submit(broker, f"away-{uuid7()}") for _ in range(5)]
    assert dev("kill", "postgres") == 0
    assert dev("start", "rabbitmq") == 0
    ids += [submit(broker, f"back-{uuid7()}") for _ in range(5)]
    eventually(lambda: all_agree(admin, ids), 90)
    eventually(lambda: dev("verify") == 0, 60)


def test_one_that_is_asked_to_stop_ends_its_work_first(containers: Stack, dev: Dev) -> None:
    for name in ("parties-background", "reports-web"):
        try:
            assert dev("stop", name) == 0
            assert containers.find(name).exit_code == 0, f"{name} was ended by force"
        finally:
            assert dev("start", name) == 0


def ready(base_url: str, service: str) -> int:
    try:
        return requests.get(f"{base_url}/api/{service}/health/ready/", timeout=10).status_code
    except requests.RequestException:
        return 0


@contextmanager
def watching(base_url: str, services: tuple[str, ...]) -> Iterator[dict[str, list[int]]]:
    """What each service answers through the gateway, all the time."""
    over = threading.Event()
    answers: dict[str, list[int]] = {service: [] for service in services}

    def watch(service: str) -> None:
        while not over.wait(0.1):
            answers[service].append(ready(base_url, service))

    threads = [threading.Thread(target=watch, args=(service,)) for service in services]
    for thread in threads:
        thread.start()
    try:
        yield answers
    finally:
        over.set()
        for thread in threads:
            thread.join()


def test_one_services_new_image_goes_out_while_the_others_run(
    containers: Stack, dev: Dev, stack: dict[str, Any], sign_in: SignIn, eventually: Eventually
) -> None:
    broker, admin = sign_in("broker"), sign_in("admin")
    before = {process.name: (process.id, process.image) for process in containers.processes()}
    others = tuple(service for service in stack["databases"] if service != "finance")
    eventually(lambda: all(ready(stack["base_url"], service) == 200 for service in stack["databases"]), 60)
    with watching(stack["base_url"], others) as answers:
        mark = str(time.time_ns())
        release.release(containers, "finance", labels={"lend.release": mark})
        id = submit(broker, f"release-{uuid7()}")
    felt = {service: set(seen) for service, seen in answers.items() if set(seen) != {200}}
    assert not felt, "the others felt it"
    after = {process.name: (process.id, process.image) for process in containers.processes()}
    changed = {name for name in before if before[name] != after[name]}
    assert changed == {"finance-web", "finance-background"}
    assert mark in containers.docker("inspect", "--format", "{{json .Config.Labels}}", after["finance-web"][0])
    eventually(lambda: admin.get("/api/finance/loans/?limit=1").status_code == 200, 30)
    eventually(lambda: all_agree(admin, [id]), 30)
    eventually(lambda: dev("verify") == 0, 60)
