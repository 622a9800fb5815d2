"""Payments: where the money goes, two at once, in the past, taken back, too much."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from lendkit.messaging import copies
from lendkit.runtime import db
from lendkit.testing.client import Client
from lendkit.values import dates
from lendkit.values.identifiers import uuid7
from services.finance.tests.factories import (
    PARTY,
    application,
    boarded,
    charged,
    days,
    findings,
    key,
    paid,
    post,
    read,
    rows,
    trial_balance,
)

pytestmark = pytest.mark.usefixtures("sound")
COMPONENTS = ("default_interest", "penalties", "fees", "interest", "principal", "overpaid")
NOTHING = dict.fromkeys(COMPONENTS, "0.00")


def test_the_next_instalment_is_paid_early(accounts: Client, fresh: dict[str, Any], emitted: Any) -> None:
    first = rows(accounts, fresh)[0]
    payment = paid(accounts, fresh, first["amount"], days(0))
    assert payment["allocation"] == {**NOTHING, "interest": first["amount"]}
    after = rows(accounts, fresh)[0]
    assert (after["status"], after["outstanding"], after["paid_on"]) == ("paid", "0.00", days(0))
    assert read(accounts, fresh)["balances"]["total"] == "1000000.00"
    event = emitted("finance.payment_received.v1")[0]
    assert event.data["allocation"] == payment["allocation"]


def test_what_is_past_due_comes_first_then_what_is_owed_longest(accounts: Client, late: dict[str, Any]) -> None:
    payment = paid(accounts, late, "20000.00", "2025-04-15")
    assert payment["allocation"] == {**NOTHING, "interest": "20000.00"}
    assert [(share["number"], share["amount"]) for share in payment["shares"]] == [
        (1, "9205.48"),
        (2, "10191.78"),
        (3, "602.74"),
    ]
    assert [row["status"] for row in rows(accounts, late)[:3]] == ["paid", "paid", "overdue"]


def test_a_payment_of_an_instalment_pays_that_one(accounts: Client, late: dict[str, Any]) -> None:
    second = rows(accounts, late)[1]
    body = {"received_on": "2025-04-01", "reference": "EFT 2"}
    payment = post(accounts, f"/repayments/{second['id']}/pay/", body)
    assert (payment["amount"], payment["instalment_id"]) == (second["amount"], second["id"])
    assert payment["repayment"]["status"] == "paid"
    assert [row["status"] for row in rows(accounts, late)[:3]] == ["overdue", "paid", "overdue"]
    assert post(accounts, f"/repayments/{second['id']}/pay/", body, 409)["code"] == "already_paid"


def test_the_order_inside_is_default_interest_fees_interest_principal(accounts: Client, client: Client) -> None:
    strict = {"name": "Strict", "method": "interest_only", "default_margin": "18"}
    product = client.acting("admin").post("/api/finance/products/", strict).json
    id = application()
    loan = boarded(accounts, id, product_id=product["id"], settlement_date=days(-60), periods=6)
    fee = {"application_id": str(id), "type": "legal", "amount": "1100.00", "due_date": days(-1)}
    post(accounts, "/fees/", fee)
    due = rows(accounts, loan)[0]
    payment = paid(accounts, loan, "5000.00", days(0))
    allocation = read(accounts, loan)["payments"][0]["allocation"]
    assert allocation["default_interest"] == allocation["penalties"], "one amount under both names"
    overdue = (dates.today() - date.fromisoformat(due["due_date"])).days
    assert payment["allocation"]["fees"] == "1100.00" and allocation["default_interest"] != "0.00" and overdue > 0
    assert payment["allocation"]["principal"] == "0.00"
    assert payment["allocation_order"] == ["penalties", "fees", "interest", "principal"]


def test_a_fee_that_a_payment_paid_is_paid(accounts: Client, emitted: Any) -> None:
    id = application()
    loan = boarded(accounts, id, settlement_date=days(0))
    fee = charged(accounts, id, "legal", "1100.00")
    assert read(accounts, loan)["balances"]["fees"] == "1100.00"
    paid(accounts, loan, "100.00", days(0))
    half = accounts.get(f"/api/finance/fees/{fee['id']}/").json
    assert (half["status"], half["paid"]) == ("waiting", "100.00")
    post(accounts, f"/fees/{fee['id']}/pay/", {"paid_on": days(0), "reference": "EFT 9"}, 200)
    assert read(accounts, loan)["balances"]["fees"] == "0.00"
    assert trial_balance(accounts)["bank_clearing"] == "-998900.00"


def test_early_principal_reschedules_the_loan_and_the_old_schedule_stays(
    accounts: Client, fresh: dict[str, Any], emitted: Any
) -> None:
    before = rows(accounts, fresh)
    payment = paid(accounts, fresh, "200000.00", days(0))
    assert payment["allocation"]["overpaid"] == "0.00"
    interest, principal = (Decimal(payment["allocation"][part]) for part in ("interest", "principal"))
    assert interest + principal == 200000 and principal > 190000
    after = rows(accounts, fresh)
    assert after[0]["status"] == "paid" and Decimal(after[1]["interest"]) < Decimal(before[1]["interest"])
    assert after[-1]["principal"] == read(accounts, fresh)["balances"]["principal"]
    old = accounts.get(f"/api/finance/repayments/?loan_id={fresh['id']}&status=replaced").json["items"]
    assert [row["id"] for row in old] == [row["id"] for row in before]
    assert [event.data["number"] for event in emitted("finance.schedule_replaced.v1")] == [1, 2]


def test_what_is_overpaid_is_owed_to_the_borrower_and_refunded(accounts: Client, fresh: dict[str, Any]) -> None:
    payment = paid(accounts, fresh, "1000100.00", days(0))
    assert payment["allocation"] == {**NOTHING, "principal": "1000000.00", "overpaid": "100.00"}
    loan = read(accounts, fresh)
    assert (loan["balances"]["overpaid"], loan["balances"]["total"]) == ("100.00", "-100.00")
    assert trial_balance(accounts)["overpayment_liability"] == "-100.00"
    body = {"amount": "100.01", "paid_on": days(0), "reference": "EFT back"}
    assert post(accounts, f"/loans/{fresh['id']}/refunds/", body, 409)["code"] == "nothing_overpaid"
    post(accounts, f"/loans/{fresh['id']}/refunds/", {"paid_on": days(0), "reference": "EFT back"})
    assert read(accounts, fresh)["balances"]["total"] == "0.00"
    assert trial_balance(accounts) == {}


def test_two_payments_at_the_same_moment_both_count(accounts: Client, late: dict[str, Any]) -> None:
    body = {"amount": "100.00", "received_on": "2025-04-15", "reference": "EFT"}

    def attempt(_: int) -> int:
        return accounts.post(f"/api/finance/loans/{late['id']}/payments/", body, headers=key()).status_code

    with ThreadPoolExecutor(4) as pool:
        assert list(pool.map(attempt, range(4))) == [201] * 4
    assert db.scalar("SELECT sum(amount) FROM payment WHERE status = 'received'") == 400
    assert rows(accounts, late)[0]["outstanding"] == "8805.48"


def test_the_same_key_pays_once(accounts: Client, late: dict[str, Any]) -> None:
    body = {"amount": "100.00", "received_on": "2025-04-15", "reference": "EFT"}
    headers = key()
    path = f"/api/finance/loans/{late['id']}/payments/"

    def attempt(_: int) -> Any:
        return accounts.post(path, body, headers=headers)

    with ThreadPoolExecutor(4) as pool:
        answers = list(pool.map(attempt, range(4)))
    assert {answer.status_code for answer in answers} == {201}
    assert len({answer.json["id"] for answer in answers}) == 1
    assert db.scalar("SELECT count(*) FROM payment") == 1
    assert accounts.post(path, {**body, "amount": "101.00"}, headers=headers).status_code == 422


WRONG: dict[str, tuple[dict[str, Any], str]] = {
    "half a cent": ({"amount": "100.005"}, "/amount"),
    "nothing": ({"amount": "0.00"}, "/amount"),
    "less than nothing": ({"amount": "-100.00"}, "/amount"),
    "a float that is not exact": ({"amount": 0.1 + 0.2}, "/amount"),
    "more digits than there are": ({"amount": "1e400"}, "/amount"),
    "tomorrow": ({"received_on": "2199-01-01"}, "/received_on"),
    "before settlement": ({"received_on": "2024-12-31"}, "/received_on"),
    "no reference": ({"reference": ""}, "/reference"),
    "an allocation of its own": ({"allocation": {}}, "/allocation"),
}


@pytest.mark.parametrize("case", WRONG)
def test_bad_input_moves_nothing(accounts: Client, late: dict[str, Any], case: str) -> None:
    change, pointer = WRONG[case]
    body = {"amount": "100.00", "received_on": "2025-03-05", "reference": "EFT", **change}
    answer = accounts.post(f"/api/finance/loans/{late['id']}/payments/", body, headers=key())
    assert (answer.status_code, list(answer.json["errors"])) == (422, [pointer])
    assert db.scalar("SELECT count(*) FROM payment") == 0


def test_without_a_key_nothing_moves(accounts: Client, late: dict[str, Any]) -> None:
    body = {"amount": "100.00", "received_on": "2025-03-05", "reference": "EFT"}
    first = rows(accounts, late)[0]
    for path in (f"loans/{late['id']}/payments/", f"repayments/{first['id']}/pay/"):
        answer = accounts.post(f"/api/finance/{path}", body)
        assert (answer.status_code, answer.json["code"]) == (400, "idempotency_key_required")
    payment = paid(accounts, late, "1.00", "2025-03-05")
    assert accounts.post(f"/api/finance/payments/{payment['id']}/reverse/", {"reason": "x y"}).status_code == 400


def test_what_is_not_there_is_404_for_everybody(accounts: Client) -> None:
    body = {"amount": "100.00", "received_on": "2025-03-05", "reference": "EFT"}
    assert accounts.post(f"/api/finance/loans/{uuid7()}/payments/", body, headers=key()).status_code == 404
    assert accounts.post(f"/api/finance/repayments/{uuid7()}/pay/", body, headers=key()).status_code == 404
    reason = {"reason": "Dishonoured"}
    assert accounts.post(f"/api/finance/payments/{uuid7()}/reverse/", reason, headers=key()).status_code == 404


@pytest.mark.parametrize("role", ["bd", "credit", "broker", "client"])
def test_who_may_not_post(client: Client, late: dict[str, Any], role: str) -> None:
    body = {"amount": "100.00", "received_on": "2025-03-05", "reference": "EFT"}
    actor = client.acting(role)
    assert actor.post(f"/api/finance/loans/{late['id']}/payments/", body, headers=key()).status_code == 403


def test_a_borrower_sees_the_repayments_of_his_loan_with_their_invoices(
    client: Client, accounts: Client, late: dict[str, Any]
) -> None:
    boarded(accounts, application(party_ids=[uuid7()]))
    first = rows(accounts, late)[0]
    document = uuid7()
    body = {"id": str(document), "repayment_id": first["id"], "type": "invoice", "name": "March.pdf", "number": 2}
    copies.put("document", document, 1, body)
    borrower = client.acting("client", party_ids=[str(PARTY)])
    payment = borrower.get(f"/api/finance/repayments/?application_id={late['application_id']}").json
    assert payment["total"] == 6 == borrower.get("/api/finance/repayments/").json["total"]
    assert payment["items"][0]["invoice"] == {"document_id": str(document), "name": "March.pdf", "version": 2}


def test_the_ledger_shows_its_journals_in_a_chain(accounts: Client, late: dict[str, Any]) -> None:
    path = f"/api/finance/ledger/?application_id={late['application_id']}&sort=booked_at&limit=200"
    items = accounts.get(path).json["items"]
    assert items[0]["type"] == "disbursement" and items[0]["previous_hash"] is None
    assert [item["previous_hash"] for item in items[1:]] == [item["hash"] for item in items[:-1]]
    assert items[0]["postings"] == [
        {"account": "loan_portfolio", "debit": "1000000.00", "credit": "0.00"},
        {"account": "bank_clearing", "debit": "0.00", "credit": "1000000.00"},
    ]
    assert findings() == []
