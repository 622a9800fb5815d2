"""People who work while something is broken: who gets no answer asks again with the same key, as the SPA does."""

import json
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import requests

SAMPLE = json.loads((Path(__file__).parents[1] / "samples" / "00-brief.json").read_text(encoding="utf-8"))
PATIENCE_SECONDS = 90
COME_AGAIN = (409, 429, 502, 503, 504)  # 409: the first request with this key is still running

Ask = Callable[[], requests.Response]


def insist(ask: Ask, done: tuple[int, ...] = (201,)) -> requests.Response:
    """The answer, once there is one; an error other than "come again" ends it."""
    deadline = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < deadline:
        answer = maybe(ask)
        if answer is not None and answer.status_code in done:
            return answer
        assert answer is None or answer.status_code in COME_AGAIN, f"{answer.status_code} {answer.text}"
        time.sleep(0.2)
    raise AssertionError("nobody answered")


def maybe(ask: Ask) -> requests.Response | None:
    """None when the connection broke: what became of the request, nobody knows."""
    try:
        return ask()
    except requests.RequestException:
        return None


def keyed(user: Any, path: str, key: str, body: Any) -> Ask:
    headers = {"Idempotency-Key": key}
    return lambda: user.session.post(user.base_url + path, json=body, headers=headers, timeout=10)


def submit(user: Any, key: str) -> str:
    """Lodge; the application's id."""
    body = {**SAMPLE, "purpose": f"Fault {key}"}
    return str(insist(keyed(user, "/api/applications/", key, body)).json()["id"])


def all_agree(admin: Any, ids: list[str]) -> bool:
    """Every part of these applications is with its owner, and applications knows."""
    pages = [admin.get(f"/api/applications/{id}/").json()["provisioning"] for id in ids]
    return all(set(page.values()) == {"done"} for page in pages)


@contextmanager
def at_work(*people: Callable[[], None]) -> Iterator[None]:
    """Each does the same again and again, without a pause, until the block is over; a failure is raised there."""
    over = threading.Event()

    def go_on(do: Callable[[], None]) -> None:
        while not over.is_set():
            do()

    with ThreadPoolExecutor(len(people)) as pool:
        going = [pool.submit(go_on, person) for person in people]
        try:
            yield
        finally:
            over.set()
            for future in going:
                future.result()
