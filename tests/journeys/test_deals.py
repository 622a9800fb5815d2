"""The twelve deals, from lodgement to discharge: guarded stages, letters, payments, reminders, emails, alerts, reports.

Each test asks for the deals it needs, settled; the last one discharges them. The ledger balances after every test.
"""

import email
import email.policy
import re
import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from decimal import Decimal
from email.message import EmailMessage
from functools import cache
from pathlib import Path
from typing import Any

import psycopg2
import pytest

from lendkit.values import dates
from tests.journeys.conftest import SAMPLES, Deals
from tests.journeys.deal import ASKED, Deal, SignIn

ROOT = Path(__file__).parents[2]
PAYING = ("02-acquisition", "07-residential", "08-commercial")
LATE = ("01-construction", "03-refinance", "06-equity-release", "12-other")
OVERDUE = re.compile(r"(\d+) days overdue")
Eventually = Callable[..., Any]
pytestmark = pytest.mark.timeout(300)  # the first test that asks for all deals settles them


@pytest.fixture(autouse=True)
def ledger_balances(sign_in: SignIn) -> Iterator[None]:
    """After each test the trial balance is zero."""
    yield
    trial_balance = sign_in("accounts").get(f"/api/finance/trial-balance/?on={dates.today()}").json()
    totals = trial_balance["totals"]
    assert totals["debit"] == totals["credit"]
    assert sum(Decimal(row["debit"]) - Decimal(row["credit"]) for row in trial_balance["accounts"]) == 0


@pytest.mark.parametrize("name", SAMPLES)
def test_a_deal_settles(deals: Deals, eventually: Eventually, name: str) -> None:
    deal = deals[name]
    loan, page = deal.loan(), deal.page()
    assert loan["status"] == "open" and Decimal(loan["principal"]) == Decimal(page["loan_amount"])
    instalments = deal.repayments()
    eventually(lambda: len(deal.page()["repayments"]) == len(instalments))
    assert {document["type"] for document in deal.page()["documents"]} >= {"indicative_letter", "signed_form"}
    assert any(fee["type"] == "commitment" and fee["status"] == "paid" for fee in deal.page()["fees"])


def test_every_guard_has_refused_a_deal_on_the_way(deals: Deals) -> None:
    asked = {code for deal in deals.all() for code in deal.refused}
    assert asked >= {*ASKED, "solvency", "valuer"}
    assert "solvency" in deals["02-acquisition"].refused and "solvency" in deals["08-commercial"].refused


def test_repayments_are_received(deals: Deals, eventually: Eventually) -> None:
    for deal in (deals[name] for name in PAYING):
        due = deal.first_payable()
        paid = {"received_on": str(dates.today()), "reference": "EFT repayment"}
        answer = deal.accounts.post(f"/api/finance/repayments/{due['id']}/pay/", paid)
        assert answer.status_code in (200, 201), answer.text
        assert next(row for row in deal.repayments() if row["id"] == due["id"])["status"] == "paid"
        shown = lambda deal=deal, id=due["id"]: [r for r in deal.page()["repayments"] if r["id"] == id]  # noqa: E731
        eventually(lambda shown=shown: shown() and shown()[0]["status"] == "paid")


def test_every_letter_about_a_loan_is_generated(deals: Deals, eventually: Eventually) -> None:
    deal = deals["05-caveat"]
    templates = ("disbursement_notice", "statement", "payout_figure")
    for template in templates:
        body = {"application_id": deal.id, "template": template}
        answer = deal.bd.post("/api/documents/generate/", body)
        assert answer.status_code == 201, answer.text
    eventually(lambda: {document.get("template") for document in deal.page()["documents"]} >= set(templates))


def run_job(stack_file: Path, job: str, today: date) -> None:
    command = [sys.executable, "-m", "deploy.local", "job", "finance", job, "--today", str(today)]
    done = subprocess.run(
        [*command, "--data", str(stack_file.parent)], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr


def mails(stack: dict[str, Any]) -> list[EmailMessage]:
    return [read(file) for file in sorted(Path(stack["mail_dir"]).glob("*.eml"))]


@cache
def read(file: Path) -> EmailMessage:
    return email.message_from_bytes(file.read_bytes(), policy=email.policy.default)  # type: ignore[return-value]


def text_of(mail: EmailMessage) -> str:
    body = mail.get_body(("plain",))
    assert body is not None
    return f"{mail['Subject']}\n{body.get_content()}"


def about(stack: dict[str, Any], deal: Deal) -> list[EmailMessage]:
    reference = deal.page()["reference_number"]
    return [mail for mail in mails(stack) if reference in text_of(mail)]


def addresses(deal: Deal) -> set[str]:
    page = deal.page()
    people = [*page["borrowers"], *page["companies"]]
    return {str(person["email"]).lower() for person in people if person.get("email")}


@pytest.fixture(scope="module")
def late(deals: Deals, stack_file: Path) -> list[Deal]:
    """Deals whose first repayment is three, seven and ten days overdue, by the job that runs on each of these days."""
    late = [deals[name] for name in LATE]
    due = [date.fromisoformat(deal.first_payable()["due_date"]) for deal in late]
    for day in sorted({due_date + timedelta(days) for due_date in due for days in (3, 7, 10)}):
        with ThreadPoolExecutor(2) as pool:  # two runs of a day at once do its work once
            list(pool.map(lambda day: run_job(stack_file, "overdue", day), (day, day)))
    return late


def test_overdue_repayments_are_followed_up(
    late: list[Deal], stack: dict[str, Any], sign_in: SignIn, eventually: Eventually
) -> None:
    for deal in late:  # borrowers on days 3 and 7; on day 10 the BDM
        expected = {(address, days) for address in addresses(deal) for days in (3, 7)}
        eventually(lambda deal=deal, expected=expected: expected <= set(overdue_emails(stack, deal)), 60)
    bd = sign_in("bd")
    for deal in late:
        eventually(lambda deal=deal: alerts(bd, deal), 30)


def overdue_emails(stack: dict[str, Any], deal: Deal) -> list[tuple[str, int]]:
    """(address, days overdue) of every reminder about a deal."""
    subjects = [(mail, OVERDUE.search(str(mail["Subject"]))) for mail in about(stack, deal)]
    return [
        (address.addr_spec.lower(), int(days[1])) for mail, days in subjects if days for address in mail["To"].addresses
    ]


def alerts(bd: Any, deal: Deal) -> list[dict[str, Any]]:
    items = bd.get("/api/notifications/?limit=200").json()["items"]
    return [item for item in items if item["kind"] == "repayment_overdue" and deal.id in (item["link"] or "")]


def test_no_reminder_is_sent_twice(late: list[Deal], stack: dict[str, Any], eventually: Eventually) -> None:
    """A reminder names its repayment's due date, so the same text to the same address is a duplicate."""
    for deal in late:
        eventually(lambda deal=deal: overdue_emails(stack, deal), 60)
        reminders = [mail for mail in about(stack, deal) if OVERDUE.search(text_of(mail))]
        sent = Counter((str(mail["To"]), text_of(mail)) for mail in reminders)
        assert sent and set(sent.values()) == {1}


VOLUME = """SELECT count(*), coalesce(sum(a.loan_amount), 0) FROM application a
  WHERE EXISTS (SELECT 1 FROM stage_move m WHERE m.application_id = a.id AND m.to_stage = 'inquiry')"""
OPEN = "SELECT count(*), 0 FROM loan WHERE status = 'open'"
DUE = """SELECT count(*), coalesce(sum(amount), 0) FROM instalment
  WHERE status <> 'replaced' AND amount > 0 AND number > 0"""
PAID = f"{DUE} AND status = 'paid' AND paid_on <= due_date"


def test_reports_equal_plain_sql(deals: Deals, stack: dict[str, Any], sign_in: SignIn, eventually: Eventually) -> None:
    admin, databases = sign_in("admin"), stack["databases"]
    totals = {
        ("application-volume", "lodged"): one(databases["applications"], VOLUME),
        ("repayment-compliance", "due"): one(databases["finance"], DUE),
        ("repayment-compliance", "paid_on_time"): one(databases["finance"], PAID),
    }
    for (key, name), expected in totals.items():
        eventually(lambda key=key, name=name: total(admin, key, name))  # there is an answer at all
        eventually(lambda key=key, name=name, expected=expected: total(admin, key, name) == expected, 20)
    loans = one(databases["finance"], OPEN)
    status = admin.get("/api/reports/application-status/").json()["totals"]
    assert status["performing"]["count"] + status["late"]["count"] == loans[0]


def total(admin: Any, key: str, name: str) -> tuple[int, Decimal]:
    answer = admin.get(f"/api/reports/{key}/")
    assert answer.status_code == 200, answer.text
    figure = answer.json()["totals"][name]
    return figure["count"], Decimal(figure["amount"])


def one(url: str, statement: str) -> tuple[int, Decimal]:
    with psycopg2.connect(url) as connection, connection.cursor() as cursor:
        cursor.execute(statement)
        count, amount = cursor.fetchone()
        return count, Decimal(amount)


def test_all_are_paid_out_and_discharged(deals: Deals, eventually: Eventually) -> None:
    for deal in deals.all():
        deal.pay_out()
        eventually(lambda deal=deal: deal.page()["stage"] == "discharged")
        assert deal.loan()["status"] == "discharged"
