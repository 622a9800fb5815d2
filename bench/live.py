"""Latency: from a commit to the copy in another service, and from a click to another person's refreshed record."""

import argparse
import json
import os
import statistics
import time
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import Any

import psycopg2
import requests
from websockets.sync.client import connect

from deploy.local.machine.places import Places

ROOT = Path(__file__).parents[1]
SAMPLE = json.loads((ROOT / "tests" / "samples" / "00-brief.json").read_text(encoding="utf-8"))
GOALS_MS = {"commit to visible copy": 100, "click to the other's refreshed record": 300}


class User:
    """A demo user, signed in through the gateway."""

    def __init__(self, stack: dict[str, Any], role: str) -> None:
        login = next(user for user in stack["users"] if user["role"] == role)
        self.base = stack["base_url"]
        self.session = requests.Session()
        self.session.trust_env = False
        body = {"email": login["email"], "password": login["password"]}
        answer = self.session.post(f"{self.base}/api/auth/login/", json=body, timeout=10)
        answer.raise_for_status()
        self.session.headers["Authorization"] = f"Bearer {answer.json()['access']}"
        self.links = answer.json()["user"]["links"]

    def post(self, path: str, body: dict[str, Any]) -> Any:
        answer = self.session.post(self.base + path, json=body, timeout=10)
        answer.raise_for_status()
        return answer.json()

    def get(self, path: str) -> Any:
        answer = self.session.get(self.base + path, timeout=10)
        answer.raise_for_status()
        return answer.json()


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--samples", type=int, default=200)
    parser.add_argument("--stack", default=os.environ.get("STACK_FILE", Places.of(None).stack))
    arguments = parser.parse_args()
    stack = json.loads(Path(arguments.stack).read_text(encoding="utf-8"))
    print(f"{arguments.samples} samples each, load {os.getloadavg()[0]:.1f} at the start")
    report("commit to visible copy", copies(stack, arguments.samples))
    report("click to the other's refreshed record", clicks(stack, arguments.samples))
    print(f"load {os.getloadavg()[0]:.1f} at the end")
    return 0


def copies(stack: dict[str, Any], samples: int) -> list[float]:
    """A branch is created in parties; the clock runs from the response until applications' database has the copy."""
    admin, seconds = User(stack, "admin"), []
    with psycopg2.connect(stack["databases"]["applications"]) as connection:
        connection.autocommit = True
        cursor = connection.cursor()

        def there(id: str) -> bool:
            cursor.execute("SELECT 1 FROM copies WHERE kind = 'branch' AND id = %s", (id,))
            return cursor.fetchone() is not None

        for number in range(samples):
            branch = admin.post("/api/parties/branches/", {"name": f"Bench {number}"})
            seconds.append(seconds_until(partial(there, branch["id"])))
    return seconds


def clicks(stack: dict[str, Any], samples: int) -> list[float]:
    """A BDM changes the stage or undoes it; the clock runs until the broker, told by WebSocket, has the new record."""
    bd, broker = User(stack, "bd"), User(stack, "broker")
    lodged = broker.post("/api/applications/", {**SAMPLE, "bd_id": bd.links["bd_id"]})
    path = f"/api/applications/{lodged['id']}/"
    seconds_until(lambda: broker.get(path)["provisioning"]["parties"] == "done")
    url = f"{stack['base_url'].replace('http', 'ws', 1)}/ws/"
    taken = []
    with connect(url, origin=stack["base_url"]) as socket:
        socket.send(json.dumps({"ticket": broker.post("/api/notifications/ws-ticket/", {})["ticket"]}))
        json.loads(socket.recv(timeout=10))  # hello: from here on every change is sent
        for number in range(samples):
            to = ("sent_to_lender", "inquiry")[number % 2]
            began = time.perf_counter()
            if number % 2:
                bd.post(f"{path}transitions/undo/", {})
            else:
                bd.post(f"{path}transitions/", {"to": to})
            while not _is_about(socket.recv(timeout=10), lodged["id"]):
                pass
            while broker.get(path)["stage"] != to:
                pass
            taken.append(time.perf_counter() - began)
            time.sleep(0.05)
    return taken


def _is_about(message: str | bytes, id: str) -> bool:
    return bool(json.loads(message).get("id") == id)


def seconds_until(done: Callable[[], bool], limit: float = 20) -> float:
    began = time.perf_counter()
    while not done():
        if time.perf_counter() - began > limit:
            raise TimeoutError("timed out")
        time.sleep(0.001)
    return time.perf_counter() - began


def report(what: str, seconds: Sequence[float]) -> None:
    cuts = statistics.quantiles((value * 1000 for value in seconds), n=100)
    print(f"{what:<40} p50 {cuts[49]:6.1f} ms   p95 {cuts[94]:6.1f} ms   goal p95 < {GOALS_MS[what]} ms")


if __name__ == "__main__":
    raise SystemExit(main())
