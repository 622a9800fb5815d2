"""Applications, loans and money for the tests."""

from collections.abc import Callable
from datetime import date
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy.exc import DBAPIError

from lendkit.messaging.work import Work, work
from lendkit.runtime import db
from lendkit.testing.client import Client
from lendkit.values import dates
from lendkit.values.identifiers import uuid7
from lendkit.web import scope

BROKER, BD, BRANCH, PARTY = (uuid7() for _ in range(4))
MILLION = {
    "principal": "1000000.00",
    "annual_rate": "12",
    "method": "interest_only",
    "frequency": "monthly",
    "periods": 6,
    "settlement_date": "2025-01-31",
}


CREDIT = {"id": "0198a000-0005-7000-8000-000000000002", "name": "Priya Raman", "role": "credit"}


def key() -> dict[str, str]:
    """A header that makes this request one of its own."""
    return {"Idempotency-Key": str(uuid7())}


def application(**links: Any) -> UUID:
    """An application that finance has heard of."""
    id = uuid7()
    data = {"broker_id": BROKER, "bd_id": BD, "branch_id": BRANCH, "party_ids": [PARTY], **links}
    scope.put(id, 1, data)
    return id


def post(client: Client, path: str, body: dict[str, Any], status: int = 201) -> dict[str, Any]:
    """A POST that moves money, with a key of its own."""
    answer = client.post(f"/api/finance{path}", body, headers=key())
    assert answer.status_code == status, answer.text
    body: dict[str, Any] = answer.json
    return body


def charged(client: Client, application_id: UUID, type: str = "legal", amount: str = "1100.00") -> dict[str, Any]:
    return post(client, "/fees/", {"application_id": str(application_id), "type": type, "amount": amount})


def boarded(client: Client, application_id: UUID, **terms: Any) -> dict[str, Any]:
    return post(client, "/loans/", {"application_id": str(application_id), **MILLION, **terms})


def paid(client: Client, loan: dict[str, Any], amount: str, on: date | str, **more: Any) -> dict[str, Any]:
    body = {"amount": amount, "received_on": str(on), "reference": "EFT 118822", **more}
    return post(client, f"/loans/{loan['id']}/payments/", body)


def trial_balance(client: Client) -> dict[str, str]:
    """Balance by account, debits positive; accounts at nothing are left out."""
    body = client.get("/api/finance/trial-balance/").json
    sides = {row["code"]: (row["debit"], row["credit"]) for row in body["accounts"]}
    return {
        code: debit if debit != "0.00" else f"-{credit}"
        for code, (debit, credit) in sides.items()
        if (debit, credit) != ("0.00", "0.00")
    }


def findings() -> list[str]:
    """What the ledger says is wrong with it."""
    return [row.finding for row in db.all("SELECT finding FROM ledger_findings()")]


def settlement(id: UUID, **changes: Any) -> dict[str, Any]:
    """What applications asks when it settles."""
    body = {
        "application_id": str(id),
        "reference_number": "APP-2026-000012",
        "loan_amount": "410000.00",
        "loan_term": 18,
        "interest_rate": "8.95",
        "repayment_frequency": "monthly",
        "product_id": None,
        "capitalised_interest_months": 0,
        "settled_on": str(dates.today()),
        "actor": CREDIT,
    }
    return {**body, **changes}


def days(count: int) -> str:
    return date.fromordinal(dates.today().toordinal() + count).isoformat()


def rows(client: Client, loan: dict[str, Any]) -> list[dict[str, Any]]:
    payment: list[dict[str, Any]] = client.get(f"/api/finance/repayments/?loan_id={loan['id']}").json["items"]
    return payment


def read(client: Client, loan: dict[str, Any]) -> dict[str, Any]:
    payment: dict[str, Any] = client.get(f"/api/finance/loans/{loan['id']}/").json
    return payment


def refused(act: Callable[[Work], None]) -> str:
    """What PostgreSQL says when the transaction tries to do it, at the latest when it commits."""
    with pytest.raises(DBAPIError) as caught, work() as w:
        act(w)
    return str(caught.value.orig)
