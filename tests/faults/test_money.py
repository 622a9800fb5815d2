"""Finance, or the mail server, dies while a deal settles: there is one loan or none, and nobody is told twice."""

import email
import email.policy
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psycopg2
import pytest
import requests

from tests.journeys.deal import Deal

SAMPLE = Path(__file__).parents[1] / "samples" / "05-caveat.json"
Dev = Callable[..., int]


@pytest.fixture
def deal(sign_in: Callable[[str], Any]) -> Deal:
    """One that only waits for finance."""
    deal = Deal(sign_in, SAMPLE)
    deal.lodge()
    deal.prepare()
    return deal


def loans(stack: dict[str, Any], deal: Deal) -> int:
    with psycopg2.connect(stack["databases"]["finance"]) as connection, connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM loan WHERE application_id = %s", (deal.id,))
        return int(cursor.fetchone()[0])


def settle(deal: Deal) -> requests.Response | None:
    try:
        return deal.bd.post(f"{deal.path}transitions/", {"to": "settled"})  # type: ignore[no-any-return]
    except requests.RequestException:
        return None


def await_ready(deal: Deal, service: str) -> None:
    """A process that runs may not answer yet."""
    deadline = time.monotonic() + 30
    while deal.bd.get(f"/api/{service}/health/ready/").status_code != 200:
        assert time.monotonic() < deadline, f"{service} is not back"
        time.sleep(0.1)


@contextmanager
def killing(dev: Dev, service: str, deal: Deal) -> Iterator[None]:
    """Kill -9 its web process again and again, as often as it comes back; afterwards it is back for good."""
    over = threading.Event()

    def run() -> None:
        while not over.wait(0.15):
            dev("kill", f"{service}-web")

    thread = threading.Thread(target=run)
    thread.start()
    try:
        yield
    finally:
        over.set()
        thread.join()
        await_ready(deal, service)


def test_without_finance_nothing_settles(dev: Dev, stack: dict[str, Any], deal: Deal) -> None:
    stage = deal.page()["stage"]
    assert dev("stop", "finance-web") == 0
    try:
        refused = settle(deal)
        assert refused is not None and refused.status_code == 503 and refused.headers["Retry-After"]
        assert deal.page()["stage"] == stage == "settlement_conditions"
    finally:
        assert dev("start", "finance-web") == 0
    await_ready(deal, "finance")
    assert loans(stack, deal) == 0
    deal.move("settled")
    assert loans(stack, deal) == 1


def test_finance_is_killed_while_it_settles(
    dev: Dev, stack: dict[str, Any], deal: Deal, eventually: Callable[..., Any]
) -> None:
    with killing(dev, "finance", deal):
        for _ in range(8):
            settle(deal)
            time.sleep(0.1)
    answers = eventually(lambda: (answer := settle(deal)) is not None and answer.status_code == 200 and [answer], 30)
    assert answers[0].json()["stage"] == "settled"
    assert deal.page()["stage"] == "settled"
    assert loans(stack, deal) == 1
    assert dev("verify") == 0


def test_applications_is_killed_before_it_hears_of_the_loan(
    dev: Dev, stack: dict[str, Any], deal: Deal, eventually: Callable[..., Any]
) -> None:
    with killing(dev, "applications", deal):
        for _ in range(8):
            settle(deal)
            time.sleep(0.1)
    if loans(stack, deal):  # nobody has to ask again: the event makes the move
        eventually(lambda: stage_of(deal) == "settled", 15)
    else:
        eventually(lambda: (answer := settle(deal)) is not None and answer.status_code == 200, 30)
    assert loans(stack, deal) == 1
    assert dev("verify") == 0


def stage_of(deal: Deal) -> str | None:
    answer = deal.bd.get(deal.path)
    return answer.json()["stage"] if answer.status_code == 200 else None


def mails_about(stack: dict[str, Any], reference: str) -> list[str]:
    """Message-IDs, in order of arrival."""
    files = sorted(Path(stack["mail_dir"]).glob("*.eml"))
    mails = [email.message_from_bytes(file.read_bytes(), policy=email.policy.default) for file in files]
    return [f"{mail['Message-ID']} {mail['To']}" for mail in mails if reference in mail.as_string()]


def test_the_mail_server_is_away(
    dev: Dev, stack: dict[str, Any], sign_in: Callable[[str], Any], eventually: Callable[..., Any]
) -> None:
    deal = Deal(sign_in, SAMPLE)
    assert dev("stop", "mail") == 0
    try:
        deal.lodge()
        reference = deal.page()["reference_number"]
        eventually(lambda: any(reference in alert["title"] for alert in alerts(deal)))
        assert mails_about(stack, reference) == []
    finally:
        assert dev("start", "mail") == 0
    eventually(lambda: mails_about(stack, reference), 60)
    time.sleep(3)
    came = mails_about(stack, reference)
    assert len(came) == len(set(came)), "a mail came twice"


def alerts(deal: Deal) -> list[dict[str, Any]]:
    items: list[dict[str, Any]] = deal.bd.get("/api/notifications/").json()["items"]
    return items
