"""Processes die and the broker goes away while people work: nothing is missing afterwards, nothing is there twice."""

import json
import random
import socket
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import requests

from lendkit.identifiers import uuid7

ROOT = Path(__file__).parents[2]
SAMPLE = json.loads((ROOT / "tests" / "samples" / "00-brief.json").read_text(encoding="utf-8"))
SUBMITS = 200
VICTIMS = (
    "applications-web",
    "applications-background/relay",
    "applications-background/consume",
    "parties-background/relay",
    "parties-background/consume",
    "parties-background",
)
Dev = Callable[..., int]


def submit(user: Any, key: str) -> str:
    """Lodge with retries by the same key, as a client that gets no answer does; the application's id."""
    url, body = f"{user.base_url}/api/applications/", {**SAMPLE, "purpose": f"Fault {key}"}
    deadline = time.monotonic() + 90
    while time.monotonic() < deadline:
        try:
            answer = user.session.post(url, json=body, headers={"Idempotency-Key": key}, timeout=10)
        except requests.RequestException:
            answer = None
        if answer is not None and answer.status_code == 201:
            return str(answer.json()["id"])
        assert answer is None or answer.status_code in (409, 429, 502, 503, 504), answer.text
        time.sleep(0.2)
    raise AssertionError("never lodged")


@contextmanager
def killing(dev: Dev) -> Iterator[list[str]]:
    """Kill -9 one process after the other; the order is printed, so that a failure can be looked at again."""
    over, killed, dice = threading.Event(), list[str](), random.Random(20261124)

    def run() -> None:
        while not over.wait(0.7):
            killed.append(dice.choice(VICTIMS))
            dev("kill", killed[-1])

    thread = threading.Thread(target=run)
    thread.start()
    try:
        yield killed
    finally:
        over.set()
        thread.join()


def await_back(stack: dict[str, Any]) -> None:
    """Until the broker and every service answer again; from then on the 10 s run."""
    url = urlsplit(stack["amqp_url"])
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        try:
            socket.create_connection((url.hostname, url.port), 1).close()
            answers = [
                requests.get(f"{stack['base_url']}/api/{service}/health/ready/", timeout=5).status_code
                for service in stack["databases"]
            ]
        except OSError:
            answers = [0]
        if set(answers) == {200}:
            return
        time.sleep(0.1)
    raise AssertionError(f"not back in a minute: {answers}")


def all_agree(admin: Any, ids: list[str]) -> bool:
    pages = [admin.get(f"/api/applications/{id}/").json()["provisioning"] for id in ids]
    return all(set(page.values()) == {"done"} for page in pages)


def test_kill_9_in_the_middle_of_200_submits(
    dev: Dev, sign_in: Callable[[str], Any], eventually: Callable[..., Any]
) -> None:
    broker, admin = sign_in("broker"), sign_in("admin")
    run = uuid7().hex
    keys = [f"{run}-{number}" for number in range(SUBMITS)]
    with killing(dev) as killed, ThreadPoolExecutor(3) as pool:
        ids = list(pool.map(lambda key: submit(broker, key), keys))
    print(f"killed {len(killed)} times: {killed}")
    assert len(killed) >= 5, "it was over before anything was killed"
    assert len(set(ids)) == SUBMITS
    assert [submit(broker, key) for key in keys[:5]] == ids[:5], "the same key is the same application"
    found = admin.get(f"/api/applications/?q={run}&limit=1").json()["total"]
    assert found == SUBMITS
    eventually(lambda: all_agree(admin, ids[-5:]))
    assert dev("verify") == 0


def test_the_broker_is_away_for_20_seconds(
    dev: Dev, stack: dict[str, Any], sign_in: Callable[[str], Any], eventually: Callable[..., Any]
) -> None:
    broker, admin = sign_in("broker"), sign_in("admin")
    assert dev("stop", "rabbitmq") == 0
    began = time.monotonic()
    try:
        ids = [submit(broker, f"away-{uuid7()}") for _ in range(20)]
        pages = [admin.get(f"/api/applications/{id}/") for id in ids]
        assert {page.status_code for page in pages} == {200}
        assert {page.json()["provisioning"]["parties"] for page in pages} == {"pending"}
        time.sleep(max(0.0, 20 - (time.monotonic() - began)))
    finally:
        assert dev("start", "rabbitmq") == 0
    await_back(stack)
    eventually(lambda: all_agree(admin, ids), 10)
    assert dev("verify") == 0


def test_lodging_needs_no_other_service(
    dev: Dev, stack: dict[str, Any], sign_in: Callable[[str], Any], eventually: Callable[..., Any]
) -> None:
    broker, admin = sign_in("broker"), sign_in("admin")
    running = [row["name"] for row in stack["processes"] if row["service"] in stack["databases"]]
    names = [name for name in running if not name.startswith("applications-")]
    submit(broker, f"warm-{uuid7()}")
    try:
        assert dev("stop", "rabbitmq", *names) == 0
        id = submit(broker, f"alone-{uuid7()}")
        page = admin.get(f"/api/applications/{id}/")
        assert page.status_code == 200
        assert all({"as_of", "silent"} <= set(section) for section in page.json()["sections"].values())
        assert page.json()["sections"]["borrowers"]["as_of"] is not None
    finally:
        assert dev("start", "rabbitmq", *names) == 0
    await_back(stack)
    eventually(lambda: all_agree(admin, [id]), 10)
    assert dev("verify") == 0


def test_a_broker_made_a_moment_ago_can_be_named_while_no_consumer_runs(
    dev: Dev, stack: dict[str, Any], sign_in: Callable[[str], Any], eventually: Callable[..., Any]
) -> None:
    admin = sign_in("admin")
    backgrounds = [row["name"] for row in stack["processes"] if row["verb"] == "background"]
    try:
        assert dev("stop", *backgrounds) == 0
        made = admin.post("/api/parties/brokers/", {"name": "Fresh Broker", "company": "Fresh Finance"})
        lodged = admin.post("/api/applications/", {**SAMPLE, "broker_id": made.json()["id"]})
        assert lodged.status_code == 201, lodged.text
        assert lodged.json()["broker"]["name"] == "Fresh Broker"
    finally:
        assert dev("start", *backgrounds) == 0
    eventually(lambda: all_agree(admin, [lodged.json()["id"]]), 20)
    assert dev("verify") == 0
