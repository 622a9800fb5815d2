"""Processes die and the broker goes away while people work: nothing is missing afterwards, nothing is there twice."""

import json
import random
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
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


@pytest.fixture
def dev(stack_file: Path) -> Dev:
    """`./dev VERB` on the stack under test; its exit code."""

    def run(*words: str) -> int:
        command = [sys.executable, "-m", "deploy.local", *words, "--data", str(stack_file.parent)]
        return subprocess.run(command, cwd=ROOT, check=False, stdout=subprocess.DEVNULL).returncode

    return run


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


def test_kill_9_in_the_middle_of_200_submits(
    dev: Dev, sign_in: Callable[[str], Any], eventually: Callable[..., Any]
) -> None:
    broker, admin = sign_in("broker"), sign_in("admin")
    keys = [f"fault-{uuid7()}" for _ in range(SUBMITS)]
    with killing(dev) as killed, ThreadPoolExecutor(3) as pool:
        ids = list(pool.map(lambda key: submit(broker, key), keys))
    print(f"killed {len(killed)} times: {killed}")
    assert len(killed) >= 5, "it was over before anything was killed"
    assert len(set(ids)) == SUBMITS
    assert [submit(broker, key) for key in keys[:5]] == ids[:5], "the same key is the same application"
    found = admin.get("/api/applications/?q=fault%20fault-&limit=1").json()["total"]
    assert found == SUBMITS
    last = f"/api/applications/{ids[-1]}/"
    eventually(lambda: admin.get(last).json().get("provisioning", {}).get("parties") == "done", 60)
    assert dev("verify") == 0


def test_the_broker_is_away_for_20_seconds(
    dev: Dev, sign_in: Callable[[str], Any], eventually: Callable[..., Any]
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
    for id in ids:
        path = f"/api/applications/{id}/"
        eventually(lambda path=path: admin.get(path).json()["provisioning"]["parties"] == "done", 60)
    assert dev("verify") == 0


def test_lodging_needs_no_other_service(
    dev: Dev, sign_in: Callable[[str], Any], eventually: Callable[..., Any]
) -> None:
    broker, admin = sign_in("broker"), sign_in("admin")
    others = ["auth", "parties", "finance", "documents", "notifications", "reports"]
    names = [f"{name}-web" for name in others]
    names += ["auth-background", "parties-background", "notifications-background", "notifications-ws", "rabbitmq"]
    submit(broker, f"warm-{uuid7()}")
    try:
        assert dev("stop", *names) == 0
        id = submit(broker, f"alone-{uuid7()}")
        page = admin.get(f"/api/applications/{id}/")
        assert page.status_code == 200
        assert all({"as_of", "silent"} <= set(section) for section in page.json()["sections"].values())
        assert page.json()["sections"]["borrowers"]["as_of"] is not None
    finally:
        assert dev("start", "rabbitmq") == 0
        assert dev("start", *names[:-1]) == 0
    path = f"/api/applications/{id}/"
    eventually(lambda: admin.get(path).json()["provisioning"]["parties"] == "done", 60)
    assert dev("verify") == 0
