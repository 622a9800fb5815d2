"""Applications settle, discharge and are deleted: finance decides."""

from typing import Any
from uuid import UUID

import pytest

from lendkit.runtime import db
from lendkit.testing.client import Client
from lendkit.values import dates
from services.finance.tests.factories import (
    CREDIT,
    application,
    charged,
    paid,
    post,
    settlement,
    trial_balance,
)

pytestmark = pytest.mark.usefixtures("sound")


def test_settlement_opens_the_loan_once(applications: Client, accounts: Client, ready: UUID, emitted: Any) -> None:
    first = applications.post("/internal/finance/loans/", settlement(ready))
    assert first.status_code == 201, first.text
    assert (first.json["status"], first.json["method"], first.json["periods"]) == ("open", "interest_only", 18)
    again = applications.post("/internal/finance/loans/", settlement(ready, loan_amount="1.00"))
    assert (again.status_code, again.json) == (200, first.json)
    assert [event.data for event in emitted("finance.loan_opened.v1")] == [first.json]
    assert emitted("finance.loan_opened.v1")[0].actor == CREDIT
    assert len(emitted("finance.instalment_changed.v1")) == 18
    assert trial_balance(accounts)["loan_portfolio"] == "410000.00"


def test_fees_of_the_funding_table_are_withheld_at_settlement(
    applications: Client, accounts: Client, client: Client, ready: UUID, emitted: Any
) -> None:
    legal = charged(accounts, ready, "legal", "2200.00")
    other = charged(accounts, ready, "valuation", "3300.00")
    fees = [{"type": "establishment", "amount": "8200.00"}, {"type": "legal", "amount": "2200.00"}]
    table = {"application_id": str(ready), "loan_amount": "410000.00", "fees": fees}
    assert client.acting("credit").post("/api/finance/funding/", table).status_code == 201
    body = settlement(ready)
    for _ in range(2):  # settled twice is once
        assert applications.post("/internal/finance/loans/", body).status_code in (200, 201)
    items = accounts.get(f"/api/finance/fees/?application_id={ready}").json["items"]
    fees_by_type = {fee["type"]: fee for fee in items}
    assert {type: fee["status"] for type, fee in fees_by_type.items()} == {
        "commitment": "paid",
        "establishment": "paid",
        "legal": "paid",
        "valuation": "waiting",
    }
    assert fees_by_type["legal"]["id"] == legal["id"] and fees_by_type["legal"]["reference"] == "Withheld at settlement"
    assert fees_by_type["establishment"]["gst"] == "0.00" and fees_by_type["legal"]["gst"] == "200.00"
    assert trial_balance(accounts) == {
        "bank_clearing": "-394100.00",  # the net of the table, and the commitment fee that came in before
        "loan_portfolio": "410000.00",
        "fees_receivable": other["amount"],
        "fee_income": "-18700.00",
        "gst_payable": "-500.00",
    }
    assert [event.data["type"] for event in emitted("finance.fee_paid.v1")] == ["commitment", "legal", "establishment"]


def test_a_withheld_fee_can_be_refunded(applications: Client, accounts: Client, client: Client, ready: UUID) -> None:
    table = {"application_id": str(ready), "loan_amount": "410000.00", "fees": [{"type": "legal", "amount": "2200.00"}]}
    client.acting("credit").post("/api/finance/funding/", table)
    applications.post("/internal/finance/loans/", settlement(ready))
    fees = accounts.get(f"/api/finance/fees/?application_id={ready}").json["items"]
    legal = next(fee for fee in fees if fee["type"] == "legal")
    post(accounts, f"/fees/{legal['id']}/refund/", {"reason": "Charged by mistake"}, 200)
    assert trial_balance(accounts) == {
        "bank_clearing": "-404500.00",
        "loan_portfolio": "410000.00",
        "fee_income": "-5500.00",
    }


def test_capitalised_months_and_a_single_payment(applications: Client, accounts: Client, ready: UUID) -> None:
    body = settlement(ready, repayment_frequency=None, capitalised_interest_months=3)
    loan = applications.post("/internal/finance/loans/", body).json
    rows = accounts.get(f"/api/finance/repayments/?loan_id={loan['id']}").json["items"]
    assert [row["amount"] for row in rows[:3]] == ["0.00"] * 3
    assert rows[3]["amount"] != "0.00" and loan["frequency"] == "monthly"
    shown = accounts.get(f"/api/finance/loans/{loan['id']}/").json
    assert loan["capitalised_periods"] == shown["capitalised_periods"] == 3


def test_settlement_says_what_is_missing(applications: Client) -> None:
    body = settlement(application(), loan_amount=None, loan_term=None, interest_rate=None)
    answer = applications.post("/internal/finance/loans/", body)
    assert answer.status_code == 409
    codes = [item["code"] for item in answer.json["missing"]]
    assert codes == ["loan_amount", "loan_term", "interest_rate", "commitment_fee"]
    assert db.scalar("SELECT count(*) FROM loan") == 0


def test_settlement_waits_for_the_commitment_fee(applications: Client, accounts: Client) -> None:
    id = application()
    for _ in range(2):  # none was charged; then one waits
        answer = applications.post("/internal/finance/loans/", settlement(id))
        assert [item["code"] for item in answer.json["missing"]] == ["commitment_fee"]
        charged(accounts, id, "commitment", "5500.00")


def test_terms_outside_the_product_are_missing(applications: Client, client: Client, ready: UUID) -> None:
    body = {"name": "Small and short", "method": "interest_only", "amount_max": "100000.00", "term_max": 12}
    product = client.acting("admin").post("/api/finance/products/", body)
    assert product.status_code == 201, product.text
    answer = applications.post("/internal/finance/loans/", settlement(ready, product_id=product.json["id"]))
    assert [item["code"] for item in answer.json["missing"]] == ["loan_amount_outside", "loan_term_outside"]


def test_only_services_settle(accounts: Client, ready: UUID) -> None:
    assert accounts.post("/internal/finance/loans/", settlement(ready)).status_code == 403


def test_a_long_loan_is_opened_quickly(applications: Client, ready: UUID, emitted: Any) -> None:
    body = settlement(ready, loan_term=360, repayment_frequency="weekly")
    began = dates.now()
    assert applications.post("/internal/finance/loans/", body).status_code == 201
    assert (dates.now() - began).total_seconds() < 10
    assert len(emitted("finance.instalment_changed.v1")) == 1560


def test_a_loan_is_discharged_once_nothing_is_owed(
    applications: Client, accounts: Client, ready: UUID, emitted: Any
) -> None:
    loan = applications.post("/internal/finance/loans/", settlement(ready)).json
    body = {"application_id": str(ready), "on": str(dates.today()), "actor": CREDIT}
    refused = applications.post("/internal/finance/discharges/", body)
    assert (refused.status_code, refused.json["missing"][0]["code"]) == (409, "principal_owed")
    total = accounts.get(f"/api/finance/loans/{loan['id']}/payoff/").json["total"]
    assert paid(accounts, loan, total, dates.today())["allocation"]["principal"] == "410000.00"
    done = applications.post("/internal/finance/discharges/", body)
    assert (done.status_code, done.json["status"], done.json["balances"]["total"]) == (200, "discharged", "0.00")
    assert applications.post("/internal/finance/discharges/", body).json == done.json
    assert [event.data for event in emitted("finance.loan_discharged.v1")] == [done.json]
    more = {"amount": "1.00", "received_on": str(dates.today()), "reference": "late"}
    assert post(accounts, f"/loans/{loan['id']}/payments/", more, 409)["code"] == "loan_closed"


def test_there_is_nothing_to_discharge(applications: Client) -> None:
    body = {"application_id": str(application()), "on": str(dates.today()), "actor": CREDIT}
    assert applications.post("/internal/finance/discharges/", body).status_code == 404


def test_the_unpaid_fees_of_a_deleted_application_are_void(applications: Client, accounts: Client) -> None:
    id = application()
    fee = charged(accounts, id)
    body = {"application_id": str(id), "actor": CREDIT}
    for _ in range(2):
        assert applications.post("/internal/finance/closures/", body).status_code == 200
    assert accounts.get("/api/finance/fees/").json["items"] == []
    assert accounts.get(f"/api/finance/fees/{fee['id']}/").status_code == 404
    assert trial_balance(accounts) == {}
    again = {"application_id": str(id), "type": "legal", "amount": "1.00"}
    assert post(accounts, "/fees/", again, 409)["code"] == "closed"


def test_an_application_with_money_posted_stays(applications: Client, ready: UUID) -> None:
    answer = applications.post("/internal/finance/closures/", {"application_id": str(ready), "actor": CREDIT})
    assert (answer.status_code, answer.json["code"]) == (409, "money_posted")
