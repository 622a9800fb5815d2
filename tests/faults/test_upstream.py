"""Row 19: a service is down or does not answer. Its own paths say so, quickly and as problems; all others serve."""

import time
from collections.abc import Callable
from typing import Any

import pytest

from lendkit.values.identifiers import uuid7
from tests.faults.clients import SAMPLE, all_agree, submit
from tests.faults.machine import Machine, frozen

Dev = Callable[..., int]
SignIn = Callable[[str], Any]
OTHERS = (
    "applications/",
    "parties/brokers/",
    "documents/",
    "notifications/",
    "reports/application-status/",
    "auth/users/",
)


def test_finance_is_down(
    dev: Dev, machine: Machine, sign_in: SignIn, eventually: Callable[..., Any], await_back: Callable[[], float]
) -> None:
    broker, admin = sign_in("broker"), sign_in("admin")
    id = submit(broker, f"down-{uuid7()}")
    eventually(lambda: all_agree(admin, [id]))
    finance = ("finance-web", "finance-background")
    assert dev("stop", *finance) == 0
    try:
        began = time.monotonic()
        refused = admin.get(f"/api/finance/fees/?application_id={id}")
        assert time.monotonic() - began < 5
        assert refused.status_code in (502, 504) and refused.json()["status"] == refused.status_code
        assert refused.headers["Content-Type"] == "application/problem+json"
        assert {path: admin.get(f"/api/{path}").status_code for path in OTHERS} == dict.fromkeys(OTHERS, 200)
        half_a_minute_later(machine, "applications", "finance")
        page = admin.get(f"/api/applications/{id}/")
        assert page.status_code == 200
        sections = page.json()["sections"]
        assert sections["fees"]["silent"] and not sections["borrowers"]["silent"], sections
    finally:
        assert dev("start", *finance) == 0
    await_back()
    eventually(lambda: not admin.get(f"/api/applications/{id}/").json()["sections"]["fees"]["silent"], 20)
    assert dev("verify") == 0


def half_a_minute_later(machine: Machine, reader: str, owner: str) -> None:
    """Since the owner's last word; its relay is down, so none comes meanwhile."""
    older = "UPDATE sources SET as_of = as_of - interval '31 seconds' WHERE owner = %s RETURNING 1"
    assert machine.rows(reader, older, owner) == [(1,)]


@pytest.mark.slow
def test_finance_does_not_answer(dev: Dev, machine: Machine, sign_in: SignIn, await_back: Callable[[], float]) -> None:
    """It takes connections and stays silent. Its own path is a problem once the gateway's patience is over, after 30 s;
    then its parent has another in its place, and nobody else has noticed."""
    admin = sign_in("admin")
    worker = machine.worker("finance")
    assert worker
    with frozen(worker):
        began = time.monotonic()
        hung = admin.session.get(f"{admin.base_url}/api/finance/fees/", timeout=40, stream=True)
        assert hung.status_code in (502, 504) and hung.json()["status"] == hung.status_code
        assert time.monotonic() - began < 35
        slowest = max(timed(lambda path=path: admin.get(f"/api/{path}")) for path in OTHERS)  # type: ignore[misc]
        assert slowest < 2
    await_back()
    assert dev("verify") == 0


def timed(ask: Callable[[], Any]) -> float:
    began = time.monotonic()
    answer = ask()
    assert answer.status_code == 200, answer.url
    return time.monotonic() - began


def test_lodging_needs_no_other_service(
    dev: Dev, stack: dict[str, Any], sign_in: SignIn, eventually: Callable[..., Any], await_back: Callable[[], float]
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
    await_back()
    eventually(lambda: all_agree(admin, [id]), 10)
    assert dev("verify") == 0


def test_a_broker_made_a_moment_ago_can_be_named_while_no_consumer_runs(
    dev: Dev, stack: dict[str, Any], sign_in: SignIn, eventually: Callable[..., Any]
) -> None:
    admin = sign_in("admin")
    backgrounds = [row["name"] for row in stack["processes"] if row["verb"] == "background"]
    try:
        assert dev("stop", *backgrounds) == 0
        broker = admin.post("/api/parties/brokers/", {"name": "Fresh Broker", "company": "Fresh Finance"})
        lodged = admin.post("/api/applications/", {**SAMPLE, "broker_id": broker.json()["id"]})
        assert lodged.status_code == 201, lodged.text
        assert lodged.json()["broker"]["name"] == "Fresh Broker"
    finally:
        assert dev("start", *backgrounds) == 0
    eventually(lambda: all_agree(admin, [lodged.json()["id"]]), 20)
    assert dev("verify") == 0
