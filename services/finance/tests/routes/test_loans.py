"""Loans: boarded, read, their payout figure, and who may see them."""

from datetime import date
from typing import Any
from uuid import UUID

import pytest

from lendkit.contracts.records import RECORDS
from lendkit.runtime import db
from lendkit.testing.client import Client
from lendkit.values import dates
from lendkit.values.identifiers import uuid7
from services.finance.tests.factories import (
    BROKER,
    MILLION,
    application,
    boarded,
    charged,
    key,
    paid,
    post,
    trial_balance,
)

pytestmark = pytest.mark.usefixtures("sound")


def test_a_boarded_loan_has_its_schedule_and_its_history(accounts: Client, emitted: Any) -> None:
    loan = boarded(accounts, application())
    rows = loan["schedule"]["instalments"]
    assert [row["interest"] for row in rows] == [
        "9205.48",
        "10191.78",
        "9863.01",
        "10191.78",
        "9863.01",
        "10191.78",
    ]
    assert (rows[5]["amount"], rows[5]["balance"], rows[0]["status"]) == ("1010191.78", "0.00", "overdue")
    assert loan["maturity_date"] == "2025-07-31" and loan["arrears"]["bucket"] == "90+"
    assert loan["balances"]["principal"] == trial_balance(accounts)["loan_portfolio"] == "1000000.00"
    assert loan["balances"]["interest"] == trial_balance(accounts)["interest_receivable"]
    types = {event.type for event in emitted()}
    assert types >= {"finance.loan_opened.v1", "finance.schedule_replaced.v1", "finance.instalment_changed.v1"}
    assert len(emitted("finance.loan_opened.v1")) == 1


def test_an_application_has_one_loan(accounts: Client) -> None:
    id = application()
    boarded(accounts, id)
    assert post(accounts, "/loans/", {"application_id": str(id), **MILLION}, 409)["code"] == "loan_exists"


@pytest.mark.parametrize(
    ("change", "pointer"),
    [
        ({"principal": "0.001"}, "/principal"),
        ({"principal": "-1.00"}, "/principal"),
        ({"annual_rate": "0"}, "/annual_rate"),
        ({"settlement_date": "2199-01-01"}, "/settlement_date"),
        ({"periods": 0}, "/periods"),
        ({"draws": [{"date": "2025-02-14", "amount": "1.00"}]}, "/draws"),
        ({"product_id": str(uuid7())}, "/product_id"),
        ({"balances": {}}, "/balances"),
    ],
)
def test_terms_that_cannot_be_boarded_are_refused(accounts: Client, change: dict[str, Any], pointer: str) -> None:
    body = {"application_id": str(application()), **MILLION, **change}
    assert list(post(accounts, "/loans/", body, 422)["errors"]) == [pointer]
    assert db.scalar("SELECT count(*) FROM loan") == 0


def test_a_payoff_is_to_the_day_and_posts_nothing(accounts: Client) -> None:
    loan = boarded(accounts, application(), settlement_date=str(dates.today()), periods=12)
    path = f"/api/finance/loans/{loan['id']}/payoff/"
    before = db.scalar("SELECT count(*) FROM journal_entry")
    today = accounts.get(path).json
    assert (today["principal"], today["interest"], today["total"]) == ("1000000.00", "0.00", "1000000.00")
    ten = dates.today().toordinal() + 10
    later = accounts.get(f"{path}?on={date.fromordinal(ten)}").json
    assert (later["interest"], later["total"]) == ("3287.67", "1003287.67")
    assert accounts.get(f"{path}?on=2020-01-01").status_code == 422
    assert db.scalar("SELECT count(*) FROM journal_entry") == before


def test_a_letter_may_ask_for_a_payoff(applications: Client, accounts: Client) -> None:
    loan = boarded(accounts, application())
    path = f"/internal/finance/payoffs/{loan['id']}/?on=2025-07-30"
    assert applications.get(path).json == accounts.get(f"/api/finance/loans/{loan['id']}/payoff/?on=2025-07-30").json
    assert accounts.get(path).status_code in (403, 404)
    assert applications.get(f"/internal/finance/payoffs/{uuid7()}/").status_code == 404


def test_a_broker_sees_his_loans_and_posts_nothing(accounts: Client, client: Client) -> None:
    visible, other = boarded(accounts, application()), boarded(accounts, application(broker_id=uuid7()))
    broker = client.acting("broker", broker_id=BROKER)
    assert [item["id"] for item in broker.get("/api/finance/loans/").json["items"]] == [visible["id"]]
    for path in ("loans/{id}/", "loans/{id}/payoff/"):
        assert broker.get(f"/api/finance/{path.format(**other)}").status_code == 404
        assert broker.get(f"/api/finance/{path.format(**visible)}").status_code == 200
    assert broker.get(f"/api/finance/ledger/?application_id={other['application_id']}").json["items"] == []
    body = {"amount": "1.00", "received_on": "2025-03-01", "reference": "x"}
    assert broker.post(f"/api/finance/loans/{visible['id']}/payments/", body, headers=key()).status_code == 403
    assert broker.get("/api/finance/trial-balance/").status_code == 403


def test_each_record_is_there_for_the_copies_of_others(applications: Client, accounts: Client, emitted: Any) -> None:
    loan = boarded(accounts, application())
    charged(accounts, UUID(loan["application_id"]))
    paid(accounts, loan, "9205.48", "2025-03-10")
    kinds = {
        "fees": "finance.fee_charged.v1",
        "loans": "finance.loan_changed.v1",
        "repayments": "finance.instalment_changed.v1",
        "payments": "finance.payment_received.v1",
        "journals": "finance.journal_posted.v1",
    }
    for noun, type in kinds.items():
        event = emitted(type)[-1]
        record = applications.get(f"/internal/finance/{noun}/{event.subject}/").json
        assert (record["version"], record["deleted"]) == (event.sequence, False), noun
        if noun == "journals":
            record["body"]["booked_at"] = event.data["booked_at"]
        if noun == "fees":
            record["body"]["created_at"] = event.data["created_at"]
        assert record["body"] == event.data, noun
    assert applications.get(f"/internal/finance/fees/{uuid7()}/").status_code == 404
    assert RECORDS["instalment"] == ("finance", "repayments")
