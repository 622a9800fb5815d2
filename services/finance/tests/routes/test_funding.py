"""The funding table: every saved calculation is a version, a preview leaves nothing."""

from collections.abc import Callable
from typing import Any
from uuid import UUID, uuid4

import pytest
from sqlalchemy.exc import ProgrammingError

from lendkit.contracts.envelope import Event
from lendkit.runtime import db
from lendkit.testing.client import Client
from lendkit.values.identifiers import uuid7
from lendkit.web import scope

PATH = "/api/finance/funding/"
FEES = [
    {"type": "legal", "amount": "2200.00"},
    {"type": "establishment", "percent": "2"},
    {"type": "valuation", "amount": "3300.00", "gst": False},
]


@pytest.fixture
def application(database: db.Database) -> UUID:
    id = uuid7()
    scope.put(id, 1, {"bd_id": str(uuid7()), "party_ids": []})
    return id


@pytest.fixture
def credit(client: Client) -> Client:
    return client.acting("credit")


@pytest.fixture
def body(application: UUID) -> dict[str, Any]:
    return {"application_id": str(application), "loan_amount": "1000000.00", "fees": FEES}


def test_it_is_kept_and_told(credit: Client, body: dict[str, Any], emitted: Callable[..., list[Event]]) -> None:
    answer = credit.post(PATH, body)
    assert answer.status_code == 201, answer.text
    table = answer.json
    assert table["deductions"] == [
        {"type": "establishment", "amount": "20000.00", "gst": "0.00"},
        {"type": "legal", "amount": "2200.00", "gst": "200.00"},
        {"type": "valuation", "amount": "3300.00", "gst": "0.00"},
    ]
    assert (table["deducted"], table["gst"], table["net"]) == ("25500.00", "200.00", "974500.00")
    assert (table["number"], table["created_by"]["role"]) == (1, "credit")
    [event] = emitted("finance.funding_calculated.v1")
    assert (event.subject, event.sequence) == (UUID(table["id"]), 1)
    assert (event.data["application_id"], event.data["net"]) == (body["application_id"], "974500.00")
    assert credit.get(f"{PATH}{table['id']}/").json == table


def test_interest_is_withheld_by_the_day_of_settlement(credit: Client, body: dict[str, Any]) -> None:
    interest = {"method": "capitalised", "annual_rate": "12", "months": 6, "settlement_date": "2025-01-31"}
    table = credit.post(PATH, {**body, "fees": [], "interest": interest}).json
    assert table["deductions"] == [{"type": "capitalised_interest", "amount": "61001.56", "gst": "0.00"}]
    prepaid = {"method": "prepaid", "annual_rate": "12", "months": 9}
    today = credit.post(PATH, {**body, "fees": None, "interest": prepaid}).json
    assert today["net"] == "910000.00"
    assert today["inputs"]["interest"]["settlement_date"], "the day it was worked out by is kept with it"


def test_every_calculation_is_a_version(credit: Client, body: dict[str, Any]) -> None:
    for amount in ("1000000.00", "900000.00"):
        credit.post(PATH, {**body, "loan_amount": amount})
    page = credit.get(f"{PATH}?application_id={body['application_id']}").json
    assert [(item["number"], item["loan_amount"]) for item in page["items"]] == [(2, "900000.00"), (1, "1000000.00")]
    assert page["total"] == 2
    rest = credit.get(f"{PATH}?application_id={body['application_id']}&limit=1&cursor=x")
    assert rest.status_code == 422
    with pytest.raises(ProgrammingError), db.current().engine.begin() as connection:
        db.run(connection, "UPDATE funding SET net = 0")


def test_a_preview_leaves_nothing(credit: Client, body: dict[str, Any], emitted: Callable[..., list[Event]]) -> None:
    answer = credit.post(PATH, {**body, "save": False})
    assert (answer.status_code, answer.json["id"], answer.json["net"]) == (200, None, "974500.00")
    assert db.scalar("SELECT count(*) FROM funding") == 0
    assert emitted() == []


def test_a_loan_amount_alone_is_enough(credit: Client, application: UUID) -> None:
    table = credit.post(PATH, {"application_id": str(application), "loan_amount": 410000}).json
    assert (table["deductions"], table["net"]) == ([], "410000.00")


def test_deductions_that_exceed_the_loan_are_refused_with_both_figures(credit: Client, body: dict[str, Any]) -> None:
    answer = credit.post(PATH, {**body, "loan_amount": "5000.00"})
    assert (answer.status_code, answer.json["code"]) == (422, "deductions_exceed_loan")
    detail = "Deductions of $5,600.00 exceed the loan of $5,000.00."
    assert answer.json["errors"] == {"/fees": [detail]}
    assert db.scalar("SELECT count(*) FROM funding") == 0


def test_a_product_says_which_fees_carry_gst(client: Client, credit: Client, body: dict[str, Any]) -> None:
    product = {"name": "No GST on legals", "method": "interest_only", "gst": {"legal": False}}
    id = credit.post("/api/finance/products/", product).json["id"]
    assert credit.post(PATH, {**body, "product_id": id}).json["gst"] == "0.00"
    nowhere = credit.post(PATH, {**body, "product_id": str(uuid4())})
    assert set(nowhere.json["errors"]) == {"/product_id"}


def test_who_may_see_it(client: Client, credit: Client, body: dict[str, Any]) -> None:
    id = credit.post(PATH, body).json["id"]
    bd_id = db.scalar("SELECT bd_id FROM scope")
    own, other = client.acting("bd", bd_id=bd_id), client.acting("bd", bd_id=uuid4())
    paths = (f"{PATH}{id}/", f"{PATH}?application_id={body['application_id']}")
    assert [own.get(path).status_code for path in paths] == [200, 200]
    assert [other.get(path).status_code for path in paths] == [404, 404]
    assert (own.post(PATH, body).status_code, other.post(PATH, body).status_code) == (201, 404)
    assert other.post(PATH, {**body, "save": False}).status_code == 404
    for role in ("accounts", "broker", "client"):
        assert client.acting(role).post(PATH, body).status_code == 403
    assert credit.get(f"{PATH}{uuid4()}/").status_code == 404


def test_other_services_keep_a_copy(client: Client, credit: Client, body: dict[str, Any]) -> None:
    id = credit.post(PATH, body).json["id"]
    record = client.as_service("applications").get(f"/internal/finance/funding/{id}/").json
    assert (record["version"], record["body"]["net"]) == (1, "974500.00")
    assert "inputs" not in record["body"]
    assert client.as_service("applications").get(f"/internal/finance/funding/{uuid4()}/").status_code == 404


def test_a_retry_keeps_one(credit: Client, body: dict[str, Any]) -> None:
    headers = {"Idempotency-Key": "one-table-only"}
    first = credit.post(PATH, body, headers=headers)
    assert credit.post(PATH, body, headers=headers).json == first.json
    assert db.scalar("SELECT count(*) FROM funding") == 1


@pytest.mark.parametrize(
    ("pointer", "changes"),
    [
        ("/loan_amount", {"loan_amount": "0.00"}),
        ("/fees/0/amount", {"fees": [{"type": "legal"}]}),
        ("/fees/0/amount", {"fees": [{"type": "legal", "amount": "1.00", "percent": "1"}]}),
        ("/fees/0/amount", {"fees": [{"type": "legal", "amount": "-1.00"}]}),
        ("/fees/0/type", {"fees": [{"type": "lunch", "amount": "1.00"}]}),
        ("/fees/0/gst", {"fees": [{"type": "legal", "amount": "1.00", "gst": "yes"}]}),
        ("/interest/months", {"interest": {"method": "prepaid", "annual_rate": "12", "months": 361}}),
        ("/interest/method", {"interest": {"method": "paid", "annual_rate": "12", "months": 1}}),
        ("/net", {"net": "1.00"}),
        ("/save", {"save": "no"}),
    ],
)
def test_a_wrong_input_is_named(credit: Client, body: dict[str, Any], pointer: str, changes: dict[str, Any]) -> None:
    answer = credit.post(PATH, {**body, **changes})
    assert answer.status_code == 422
    assert set(answer.json["errors"]) == {pointer}
