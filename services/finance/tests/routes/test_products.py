"""Products: created, read, and never changed."""

import json
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import pytest
from sqlalchemy.exc import ProgrammingError

from finance.commands import demo
from finance.domain.schedule.products import Product
from finance.store import products as store
from lendkit.contracts.finance import DEFAULT_PRODUCT_ID
from lendkit.runtime import db
from lendkit.testing.client import Client

PATH = "/api/finance/products/"
BRIDGE: dict[str, Any] = {
    "name": "Bridge 12",
    "method": "capitalised",
    "amount_min": "100000.00",
    "amount_max": "5000000.00",
    "rate_min": "8.5",
    "term_min": 3,
    "term_max": 12,
    "max_lvr": "70",
    "default_margin": "6",
    "default_on": "balance",
    "grace_days": 3,
    "payoff": "period_end",
    "allocation_order": ["interest", "fees", "penalties", "principal"],
    "gst": {"brokerage": False},
}


@pytest.fixture
def bridge(client: Client) -> dict[str, Any]:
    answer = client.acting("credit").post(PATH, BRIDGE)
    assert answer.status_code == 201, answer.text
    product: dict[str, Any] = answer.json
    return product


def test_the_default_product_is_there(client: Client, database: db.Database) -> None:
    answer = client.acting("broker").get(f"{PATH}{DEFAULT_PRODUCT_ID}/")
    default = (answer.json["method"], answer.json["day_count"], answer.json["max_lvr"])
    assert default == ("interest_only", "ACT/365F", None)
    assert answer.headers["ETag"] == '"1"'
    assert store.load(None) == store.load(DEFAULT_PRODUCT_ID) == Product(name="Interest only")


def test_a_product_says_its_bounds_and_rules(client: Client, bridge: dict[str, Any]) -> None:
    assert {name: bridge[name] for name in BRIDGE} == BRIDGE
    assert (bridge["version"], bridge["day_count"], bridge["prepaid_refund"]) == (1, "ACT/365F", True)
    page = client.acting("client").get(PATH).json
    assert [item["name"] for item in page["items"]] == ["Bridge 12", "Interest only"]
    assert client.acting("bd").get(f"{PATH}?q=bridge&limit=1").json["total"] == 1
    loaded = store.load(UUID(bridge["id"]))
    assert loaded is not None
    assert (str(loaded.max_lvr), loaded.allocation_order[0]) == ("70", "interest")


def test_other_services_keep_a_copy(client: Client, bridge: dict[str, Any]) -> None:
    path = f"/internal/finance/products/{bridge['id']}/"
    answer = client.as_service("applications").get(path).json
    assert (answer["version"], answer["deleted"], answer["body"]["max_lvr"]) == (1, False, "70")
    assert client.acting("admin").get(path).status_code == 403
    assert client.as_service("applications").get(f"/internal/finance/products/{uuid4()}/").status_code == 404


def test_few_may_make_one_and_nobody_may_change_it(client: Client, bridge: dict[str, Any]) -> None:
    for role in ("bd", "accounts", "broker", "client"):
        assert client.acting(role).post(PATH, BRIDGE).status_code == 403
    assert client.acting("admin").patch(f"{PATH}{bridge['id']}/", {"name": "X"}).status_code == 405
    for statement in ("UPDATE product SET name = 'X'", "DELETE FROM product", "TRUNCATE product"):
        with pytest.raises(ProgrammingError), db.current().engine.begin() as connection:
            db.run(connection, statement)


def test_a_product_that_is_not_there(client: Client) -> None:
    assert client.acting("admin").get(f"{PATH}{uuid4()}/").status_code == 404
    assert store.load(uuid4()) is None


def test_default_interest_is_penalties_in_the_stored_order_under_either_name(client: Client) -> None:
    order = ["default_interest", "interest", "fees", "principal"]
    product = client.acting("admin").post(PATH, {**BRIDGE, "allocation_order": order}).json
    assert product["allocation_order"] == ["penalties", "interest", "fees", "principal"]
    stored = store.load(UUID(product["id"]))
    assert stored is not None and stored.allocation_order == tuple(order)


def test_a_retry_makes_one(client: Client) -> None:
    admin, headers = client.acting("admin"), {"Idempotency-Key": "bridge-once"}
    first = admin.post(PATH, BRIDGE, headers=headers)
    assert admin.post(PATH, BRIDGE, headers=headers).json == first.json
    assert admin.get(PATH).json["total"] == 2


@pytest.mark.parametrize(
    ("pointer", "changes"),
    [
        ("/name", {"name": ""}),
        ("/method", {"method": None}),
        ("/amount_max", {"amount_max": "99999.99"}),
        ("/rate_max", {"rate_max": "8"}),
        ("/term_max", {"term_max": 2}),
        ("/max_lvr", {"max_lvr": "101"}),
        ("/allocation_order", {"allocation_order": ["fees", "interest", "principal"]}),
        ("/allocation_order", {"allocation_order": ["fees", "fees", "interest", "principal"]}),
        ("/balloon", {"balloon": "60"}),
        ("/principal_every", {"principal_every": 3}),
        ("/interest_only_periods", {"interest_only_periods": 3}),
        ("/gst/lunch/key", {"gst": {"lunch": True}}),
        ("/gst/legal/value", {"gst": {"legal": "yes"}}),
        ("/prepaid_refund", {"prepaid_refund": "yes"}),
        ("/id", {"id": str(uuid4())}),
    ],
)
def test_a_contradiction_is_named(client: Client, pointer: str, changes: dict[str, Any]) -> None:
    answer = client.acting("admin").post(PATH, {**BRIDGE, **changes})
    assert answer.status_code == 422
    assert set(answer.json["errors"]) == {pointer}


def test_demo_products_are_loaded_once(client: Client) -> None:
    path = Path(__file__).parents[4] / "deploy" / "local" / "demo" / "demo.json"
    data = json.loads(path.read_text(encoding="utf-8"))
    demo.load(data)
    demo.load(data)
    items = client.acting("bd").get(PATH).json["items"]
    assert [item["method"] for item in items] == ["prepaid", "capitalised", "interest_only", "annuity"]
    assert {item["max_lvr"] for item in items} == {"65", "70", None, "75"}
