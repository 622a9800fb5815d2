"""The preview: any terms, nothing kept."""

from decimal import Decimal
from typing import Any

import pytest

from lendkit.contracts.permissions import ROLES
from lendkit.runtime import db
from lendkit.testing.client import Client

PATH = "/api/finance/schedules/preview/"
MILLION: dict[str, Any] = {
    "principal": "1000000.00",
    "annual_rate": "12",
    "method": "interest_only",
    "frequency": "monthly",
    "periods": 6,
    "settlement_date": "2025-01-31",
}


@pytest.fixture
def broker(client: Client) -> Client:
    return client.acting("broker")


def test_everybody_may_ask(client: Client) -> None:
    assert {client.acting(role).post(PATH, MILLION).status_code for role in ROLES} == {200}
    assert client.post(PATH, MILLION).status_code == 401
    assert db.scalar("SELECT count(*) FROM outbox") == 0


def test_interest_only_with_a_bullet(broker: Client) -> None:
    schedule = broker.post(PATH, MILLION).json
    assert schedule["instalments"][0] == {
        "number": 1,
        "due_date": "2025-02-28",
        "principal": "0.00",
        "interest": "9205.48",
        "fees": "0.00",
        "amount": "9205.48",
        "balance": "1000000.00",
    }
    assert schedule["instalments"][-1]["amount"] == "1010191.78"
    assert schedule["totals"] == {
        "principal": "1000000.00",
        "interest": "59506.84",
        "fees": "0.00",
        "amount": "1059506.84",
    }


def test_numbers_are_taken_where_they_are_exact(broker: Client) -> None:
    numbers = {**MILLION, "principal": 1000000, "annual_rate": 12, "balloon": None, "draws": None}
    assert broker.post(PATH, numbers).json == broker.post(PATH, MILLION).json


@pytest.mark.parametrize("method", ["capitalised", "prepaid", "annuity", "equal_principal", "flat", "custom"])
def test_every_method_adds_up(broker: Client, method: str) -> None:
    schedule = broker.post(PATH, {**MILLION, "method": method}).json
    assert schedule["totals"]["principal"] == "1000000.00"
    assert schedule["instalments"][-1]["balance"] == "0.00"


def test_draws(broker: Client) -> None:
    draws = [
        {"date": "2025-01-31", "amount": "400000.00"},
        {"date": "2025-02-14", "amount": "250000.00"},
        {"date": "2025-03-10", "amount": "350000.00"},
    ]
    schedule = broker.post(PATH, {**MILLION, "draws": draws}).json
    assert [row["interest"] for row in schedule["instalments"][:3]] == ["4832.88", "9041.10", "9863.01"]


def test_prepaid_is_instalment_0(broker: Client) -> None:
    first = broker.post(PATH, {**MILLION, "method": "prepaid", "periods": 9}).json["instalments"][0]
    assert (first["number"], first["due_date"], first["amount"]) == (0, "2025-01-31", "90000.00")


def test_a_balloon_is_an_amount_or_a_share(broker: Client) -> None:
    annuity = {**MILLION, "method": "annuity"}
    share = broker.post(PATH, {**annuity, "balloon": "60%"}).json
    assert share == broker.post(PATH, {**annuity, "balloon": "600000.00"}).json
    assert Decimal(share["instalments"][-1]["principal"]) > 600000
    assert broker.post(PATH, {**MILLION, "balloon": "100 %"}).status_code == 200
    for wrong in ("0%", "101%", "60 percent", "%", "-5%", "1e1%", "６0%", True, "1.005"):
        assert set(broker.post(PATH, {**annuity, "balloon": wrong}).json["errors"]) == {"/balloon"}, wrong


def test_agreed_instalments(broker: Client) -> None:
    agreed = [{"due_date": "2025-03-01", "principal": "300000"}, {"due_date": "2025-09-15", "principal": "700000"}]
    schedule = broker.post(PATH, {**MILLION, "method": "custom", "periods": 2, "instalments": agreed}).json
    assert [row["interest"] for row in schedule["instalments"]] == ["9534.25", "45567.12"]


@pytest.mark.parametrize(
    ("field", "values"),
    {
        "principal": ["0.00", "-1.00", "1.005", "1e400", True, None, "1000000000001"],
        "annual_rate": ["0", "-1", "101", "12 %", "1e1", True, "12.1234567"],
        "method": ["bullet", "", None, 1],
        "frequency": ["daily", None],
        "periods": [0, -1, 1601, 1.5, "6", True, 10**9],
        "settlement_date": ["2025-02-30", "31-01-2025", "1899-12-31", 20250131],
        "first_due_date": ["2025-01-31", "2024-12-31", "tomorrow"],
        "day_count": ["ACT/360", "30/365"],
        "interest_only_periods": [-1, "2", 7],
        "capitalised_periods": [-1, 7],
        "principal_every": [0, 2],
        "balance": ["1.00"],
    }.items(),
)
def test_a_wrong_field_is_named(broker: Client, field: str, values: list[Any]) -> None:
    for value in values:
        answer = broker.post(PATH, {**MILLION, field: value})
        assert answer.status_code == 422, value
        assert set(answer.json["errors"]) == {f"/{field}"}, value


def test_terms_that_cannot_be_combined_are_refused_at_their_field(broker: Client) -> None:
    draws = [{"date": "2024-01-01", "amount": "1.00"}, {"date": "2025-02-01"}]
    assert set(broker.post(PATH, {**MILLION, "draws": draws}).json["errors"]) == {"/draws/1/amount"}
    answer = broker.post(PATH, {**MILLION, "draws": draws[:1]})
    assert answer.json["errors"] == {"/draws/0/date": ["A draw can't be before settlement."]}
    annuity = broker.post(PATH, {**MILLION, "method": "annuity", "interest_only_periods": 6})
    assert annuity.json["errors"] == {
        "/interest_only_periods": ["Leave at least one period to repay principal, or choose interest only."]
    }


def test_the_longest_schedule(broker: Client) -> None:
    longest = {**MILLION, "method": "annuity", "frequency": "weekly", "day_count": "ACT/364", "periods": 1600}
    assert len(broker.post(PATH, longest).json["instalments"]) == 1600
