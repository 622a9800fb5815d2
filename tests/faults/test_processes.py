"""Row 1: processes die by kill -9 while people work. Nothing is missing afterwards, nothing is there twice or half."""

import random
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import requests

from lendkit.values import dates
from lendkit.values.identifiers import uuid7
from tests.faults.clients import all_agree, insist, keyed, submit
from tests.faults.machine import Machine, kill, waited
from tests.journeys.deal import Deal, a_pdf

SUBMITS = 200
SEED = 20261124
CAVEAT = Path(__file__).parents[1] / "samples" / "05-caveat.json"
VICTIMS = (
    "applications-web",
    "applications-background/relay",
    "applications-background/consume",
    "parties-background/relay",
    "parties-background/consume",
    "parties-background",
    "finance-background/consume",
    "documents-background/consume",
    "notifications-background/consume",
    "reports-background/consume",
)
Dev = Callable[..., int]
Write = Callable[[str], Any]


@contextmanager
def killing(
    act: Callable[[random.Random], str], pause: Callable[[random.Random, threading.Event], Any]
) -> Iterator[list[str]]:
    """One kill after the other; the order is printed, so that a failure can be looked at again."""
    over, killed, dice = threading.Event(), list[str](), random.Random(SEED)

    def run() -> None:
        while not over.is_set():
            pause(dice, over)
            killed.append(act(dice))

    thread = threading.Thread(target=run)
    thread.start()
    try:
        yield killed
    finally:
        over.set()
        thread.join()
        print(f"seed {SEED}, killed {len(killed)} times: {killed}")


def test_kill_9_in_the_middle_of_200_submits(
    dev: Dev, machine: Machine, sign_in: Callable[[str], Any], eventually: Callable[..., Any]
) -> None:
    broker, admin = sign_in("broker"), sign_in("admin")
    run = uuid7().hex
    keys = [f"{run}-{number}" for number in range(SUBMITS)]

    def strike(dice: random.Random) -> str:
        victim = dice.choice(VICTIMS)
        dev("kill", victim)
        return victim

    with killing(strike, lambda _, over: over.wait(0.7)) as killed, ThreadPoolExecutor(3) as pool:
        ids = list(pool.map(lambda key: submit(broker, key), keys))
    assert len(killed) >= 5, "it was over before anything was killed"
    assert len(set(ids)) == SUBMITS
    assert [submit(broker, key) for key in keys[:5]] == ids[:5], "the same key is the same application"
    total = admin.get(f"/api/applications/?q={run}&limit=1").json()["total"]
    assert total == SUBMITS
    eventually(lambda: all_agree(admin, ids[-5:]), 20)
    assert dev("verify") == 0
    statement = """SELECT count(*), count(DISTINCT application_id), count(DISTINCT (user_id, application_id))
              FROM notification WHERE application_id = ANY(%s::uuid[])"""
    every, applications, once = machine.rows("notifications", statement, ids)[0]
    assert applications == SUBMITS, "somebody was told of each"
    assert every == once, "and nobody twice"


@dataclass(frozen=True)
class Kind:
    """Something that a service writes: how, the event that goes with it, and where the rows of this run are counted."""

    service: str
    write: Write
    event: str
    count: str
    writes: int = 200


def lodged(sign_in: Any, key: str) -> str:
    """An application that every service knows."""
    id = submit(sign_in("broker"), key)
    waited(lambda: all_agree(sign_in("admin"), [id]), 10, "lodged")
    return id


def fees(sign_in: Any, run: str) -> Kind:
    accounts, application = sign_in("accounts"), lodged(sign_in, f"fees-{run}")

    def write(key: str) -> Any:
        charge = {"application_id": application, "type": "other", "amount": "110.00"}
        return insist(keyed(accounts, "/api/finance/fees/", key, charge)).json()

    return Kind("finance", write, "finance.fee_charged.v1", f"fee WHERE application_id = '{application}'")


def payments(sign_in: Any, run: str) -> Kind:
    deal = Deal(sign_in, CAVEAT)
    deal.lodge()
    deal.settle()
    path = f"/api/finance/loans/{deal.loan()['id']}/payments/"

    def write(key: str) -> Any:
        payment = {"amount": "1.00", "received_on": str(dates.today()), "reference": key}
        return insist(keyed(deal.accounts, path, key, payment)).json()

    return Kind("finance", write, "finance.payment_received.v1", f"payment WHERE reference LIKE '{run}%'", writes=40)


def brokers(sign_in: Any, run: str) -> Kind:
    admin = sign_in("admin")

    def write(key: str) -> Any:
        return insist(keyed(admin, "/api/parties/brokers/", key, {"name": key, "company": "Steady Finance"})).json()

    return Kind("parties", write, "parties.broker_created.v1", f"directory WHERE name LIKE '{run}%'")


def documents(sign_in: Any, run: str) -> Kind:
    broker, application = sign_in("broker"), lodged(sign_in, f"files-{run}")
    url = f"{broker.base_url}/api/documents/"

    def write(key: str) -> Any:
        file = {"file": (f"{key}.pdf", a_pdf(), "application/pdf")}
        data, headers = {"application_id": application, "type": "other"}, {"Idempotency-Key": key}

        def ask() -> requests.Response:
            answer: requests.Response = broker.session.post(url, data=data, files=file, headers=headers, timeout=10)
            return answer

        return insist(ask).json()

    return Kind("documents", write, "documents.document_stored.v1", f"file WHERE name LIKE '{run}%'", writes=25)


def users(sign_in: Any, run: str) -> Kind:
    """Without a key: the address is unique, and "taken" tells who asks again that it is done."""
    admin = sign_in("admin")

    def write(key: str) -> Any:
        email = f"{key}@example.com"
        body = {"email": email, "password": f"Long enough, {uuid7()}", "name": key, "role": "credit"}
        answer = insist(keyed(admin, "/api/auth/users/", key, body), done=(201, 422))
        if answer.status_code == 422:
            assert answer.json()["code"] == "email_taken", answer.text
            return insist(lambda: admin.get(f"/api/auth/users/?q={key}"), done=(200,)).json()["items"][0]
        return answer.json()

    return Kind("auth", write, "auth.user_registered.v1", f"app_user WHERE name LIKE '{run}%'")


@pytest.mark.slow
@pytest.mark.timeout(240)
@pytest.mark.parametrize("kind_of", [fees, payments, brokers, documents, users])
def test_kill_9_in_the_middle_of_writes(
    dev: Dev, machine: Machine, sign_in: Callable[[str], Any], kind_of: Callable[[Any, str], Kind]
) -> None:
    run = f"kill-{uuid7().hex[-12:]}"
    kind = kind_of(sign_in, run)
    background, ids = f"{kind.service}-background", list[str]()
    before = machine.one(kind.service, f"SELECT count(*) FROM {kind.count}")

    def strike(dice: random.Random) -> str:
        name = dice.choice(("worker", "worker", "relay", "consume"))
        pid = machine.worker(kind.service) if name == "worker" else machine.child(background, name)
        return name if kill(pid) else "nobody"

    def some_more(dice: random.Random, over: threading.Event) -> None:
        enough = len(ids) + dice.randint(1, 1 + kind.writes // 25)
        while len(ids) < enough and not over.wait(0.01):
            continue

    def write(number: int) -> None:
        ids.append(kind.write(f"{run}-{number:03}")["id"])

    with killing(strike, some_more) as killed, ThreadPoolExecutor(4) as pool:
        list(pool.map(write, range(kind.writes)))
    assert killed.count("worker") >= 5, "it was over before anything was killed"
    assert len(ids) == len(set(ids)) == kind.writes
    assert machine.one(kind.service, f"SELECT count(*) FROM {kind.count}") == before + kind.writes
    events = (
        "SELECT count(*), count(DISTINCT aggregate_id) FROM outbox WHERE type = %s AND aggregate_id = ANY(%s::uuid[])"
    )
    assert machine.rows(kind.service, events, kind.event, ids) == [(kind.writes, kind.writes)], (
        "no row without its event"
    )
    assert dev("verify") == 0
