"""Row 4: PostgreSQL dies, or is restarted, under load. Who asks meanwhile is told to come again; nothing written is
lost, nothing is parked or dead, and the first who asks afterwards is served."""

import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import pytest
import requests

from lendkit.values.identifiers import uuid7
from tests.faults.clients import SAMPLE, all_agree, at_work, insist, keyed
from tests.faults.machine import Machine, waited

Dev = Callable[..., int]
# One that was with the mail server as the database went is in `sending`, and taken again after two minutes.
DUE_MAIL = "SELECT count(*) FROM delivery WHERE state = 'pending' AND next_at <= now()"
READ = ("finance/fees/", "documents/", "notifications/", "reports/application-status/", "auth/users/")


@dataclass
class Seen:
    """What the gateway answered, and which writes were confirmed."""

    answers: Counter[tuple[int, str | None]] = field(default_factory=Counter)
    brokers: list[str] = field(default_factory=list)
    applications: list[str] = field(default_factory=list)

    def note(self, ask: Callable[[], requests.Response]) -> Callable[[], requests.Response]:
        def noted() -> requests.Response:
            answer = ask()
            self.answers[answer.status_code, answer.headers.get("Retry-After")] += 1
            return answer

        return noted


@contextmanager
def load(sign_in: Callable[[str], Any]) -> Iterator[Seen]:
    """Two who enter brokers, one who lodges, one who reads everything: without a pause."""
    broker, admin, seen = sign_in("broker"), sign_in("admin"), Seen()

    def enter() -> None:
        key = f"restart-{uuid7()}"
        answer = insist(seen.note(keyed(admin, "/api/parties/brokers/", key, {"name": key})))
        seen.brokers.append(answer.json()["id"])

    def lodge() -> None:
        answer = insist(seen.note(keyed(broker, "/api/applications/", f"restart-{uuid7()}", SAMPLE)))
        seen.applications.append(answer.json()["id"])

    def read() -> None:
        for path in READ:
            seen.note(lambda path=path: admin.get(f"/api/{path}"))()  # type: ignore[misc]

    with at_work(enter, enter, lodge, read):
        yield seen


@pytest.mark.slow
@pytest.mark.timeout(240)
@pytest.mark.parametrize("verb", ["kill", "restart"])
def test_the_database_goes_and_comes_back_under_load(
    dev: Dev,
    machine: Machine,
    sign_in: Callable[[str], Any],
    await_back: Callable[[], float],
    verb: str,
) -> None:
    admin = sign_in("admin")
    with load(sign_in) as seen:
        time.sleep(2)
        assert dev(verb, "postgres") == 0
        waited(machine.parts.postgres.ready, 30, "the database is back")
        took = await_back()
        during, seen.answers = seen.answers, Counter()
        time.sleep(2)
        after = seen.answers
    print(f"ready {took:.1f} s after the database; {dict(during)}, then {dict(after)}")
    assert {status for status, _ in after} <= {200, 201}, "served from the first request on"
    assert {status for status, _ in during} <= {200, 201, 503}
    assert {wait for status, wait in during if status == 503} == {"5"}, "nobody noticed that it was away"
    count = machine.one("parties", "SELECT count(*) FROM directory WHERE id = ANY(%s::uuid[])", seen.brokers)
    assert count == len(set(seen.brokers)) == len(seen.brokers)
    waited(lambda: all_agree(admin, seen.applications[-10:]), 30, "every part is with its owner")
    waited(lambda: machine.one("notifications", DUE_MAIL) == 0, 90, "mail goes out, though a task met no database")
    assert dev("verify") == 0
    parked = {service: machine.one(service, "SELECT count(*) FROM parked") for service in machine.stack["databases"]}
    assert set(parked.values()) == {0}, f"an outage is no failure of an event: {parked}"


def test_who_asks_first_after_a_restart_is_served(
    dev: Dev, sign_in: Callable[[str], Any], await_back: Callable[[], float], machine: Machine
) -> None:
    """The pools of every process hold connections of the server that was; nobody asked while it was away."""
    admin, broker = sign_in("admin"), sign_in("broker")
    warm = [admin.get(f"/api/{path}").status_code for path in READ]
    assert set(warm) == {200}
    assert dev("restart", "postgres") == 0
    waited(machine.parts.postgres.ready, 30, "the database is back")
    assert {path: admin.get(f"/api/{path}").status_code for path in READ} == dict.fromkeys(READ, 200)
    lodged = keyed(broker, "/api/applications/", f"first-{uuid7()}", SAMPLE)()
    assert lodged.status_code == 201
    assert dev("verify") == 0
