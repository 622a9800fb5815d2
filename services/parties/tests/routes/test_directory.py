"""Brokers, BDMs and branches."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from lendkit.contracts.envelope import Event
from lendkit.runtime import db
from lendkit.testing.client import Client
from lendkit.values.identifiers import uuid7
from parties.commands import demo

ACCOUNT = {"bsb": "062-000", "account_number": "12345678", "account_name": "Grace Nguyen"}


@pytest.fixture
def branch(admin: Client) -> dict[str, Any]:
    created: dict[str, Any] = admin.post(
        "/api/parties/branches/", {"name": "Sydney", "address": {"city": "Sydney"}}
    ).json
    return created


@pytest.fixture
def bdm(admin: Client, branch: dict[str, Any]) -> dict[str, Any]:
    created: dict[str, Any] = admin.post("/api/parties/bdms/", {"name": "Priya Raman", "branch_id": branch["id"]}).json
    return created


@pytest.fixture
def broker(admin: Client, branch: dict[str, Any], bdm: dict[str, Any]) -> dict[str, Any]:
    body = {"name": "Grace Nguyen", "phone": "0491 570 159", "branch_id": branch["id"], "bd_ids": [bdm["id"]]}
    answer = admin.post("/api/parties/brokers/", {**body, "commission_account": ACCOUNT})
    assert answer.status_code == 201, answer.text
    created: dict[str, Any] = answer.json
    return created


def test_links_show_both_ways(
    admin: Client, branch: dict[str, Any], bdm: dict[str, Any], broker: dict[str, Any]
) -> None:
    page = admin.get(f"/api/parties/branches/{branch['id']}/").json
    assert [link["id"] for link in page["brokers"]] == [broker["id"]]
    assert [link["id"] for link in page["bdms"]] == [bdm["id"]]
    assert admin.get(f"/api/parties/bdms/{bdm['id']}/").json["brokers"][0]["name"] == "Grace Nguyen"


def test_an_account_is_masked_everywhere(
    broker: dict[str, Any], emitted: Callable[..., list[Event]], admin: Client
) -> None:
    texts = [
        json.dumps(broker),
        admin.get(f"/api/parties/brokers/{broker['id']}/").text,
        json.dumps(emitted("parties.broker_created.v1")[0].data),
        admin.as_service("applications").get(f"/internal/parties/brokers/{broker['id']}/").text,
    ]
    assert not any("12345678" in text or "062-000" in text for text in texts)
    assert all("xxxx5678" in text for text in texts)


def test_only_accounts_and_admins_change_a_commission_account(
    client: Client, admin: Client, broker: dict[str, Any]
) -> None:
    path = f"/api/parties/brokers/{broker['id']}/"
    change = {"commission_account": {**ACCOUNT, "account_number": "87654321"}}
    assert client.acting("bd").patch(path, change).status_code == 403
    accounts = client.acting("accounts")
    assert accounts.patch(path, change).json["commission_account"]["account_number"] == "xxxx4321"
    assert accounts.patch(path, {"name": "Somebody else"}).status_code == 403
    renamed = admin.patch(path, {"name": "Grace Tran"}, headers={"If-Match": '"2"'}).json
    assert (renamed["name"], renamed["commission_account"]["account_number"]) == ("Grace Tran", "xxxx4321")
    assert admin.patch(path, {"name": "x"}, headers={"If-Match": '"2"'}).status_code == 412


def test_a_named_branch_or_bdm_must_exist(admin: Client) -> None:
    answer = admin.post("/api/parties/brokers/", {"name": "X", "branch_id": str(uuid7()), "bd_ids": [str(uuid7())]})
    assert set(answer.json["errors"]) == {"/branch_id", "/bd_ids/0"}
    assert db.scalar("SELECT count(*) FROM directory") == 0


def test_an_account_has_a_bsb_and_a_number(admin: Client, broker: dict[str, Any]) -> None:
    wrong = admin.post("/api/parties/brokers/", {"name": "X", "commission_account": {**ACCOUNT, "bsb": "62"}})
    assert set(wrong.json["errors"]) == {"/commission_account/bsb"}
    half = admin.patch(f"/api/parties/brokers/{broker['id']}/", {"commission_account": {"bsb": "062-000"}})
    assert set(half.json["errors"]) == {"/commission_account/account_number"}


def test_who_sees_the_directory(client: Client, admin: Client, broker: dict[str, Any]) -> None:
    other = admin.post("/api/parties/brokers/", {"name": "Tom Walsh"}).json
    grace = client.acting("broker", broker_id=broker["id"])
    assert [b["id"] for b in grace.get("/api/parties/brokers/").json["items"]] == [broker["id"]]
    assert grace.get(f"/api/parties/brokers/{other['id']}/").status_code == 404
    assert grace.get("/api/parties/bdms/").json["total"] == 1
    assert client.acting("client").get("/api/parties/brokers/").status_code == 403
    assert client.acting("bd").post("/api/parties/branches/", {"name": "X"}).status_code == 403


def test_search_and_filters(admin: Client, branch: dict[str, Any], bdm: dict[str, Any], broker: dict[str, Any]) -> None:
    def names(query: str) -> list[str]:
        return [item["name"] for item in admin.get(f"/api/parties/brokers/?{query}").json["items"]]

    assert names("q=nguyen") == names("q=0491570159") == names(f"bd_id={bdm['id']}") == ["Grace Nguyen"]
    assert names(f"branch_id={branch['id']}") == ["Grace Nguyen"]
    assert names("q=%25") == names("q=nobody") == []
    body = admin.get(f"/api/parties/bdms/?broker_id={broker['id']}").json
    assert body["total"] == 1


def test_a_retry_creates_one_branch(admin: Client) -> None:
    headers = {"Idempotency-Key": "one-branch-only"}
    first = admin.post("/api/parties/branches/", {"name": "Perth"}, headers=headers)
    assert admin.post("/api/parties/branches/", {"name": "Perth"}, headers=headers).json == first.json
    assert db.scalar("SELECT count(*) FROM directory") == 1


def test_demo_data_is_loaded_once(admin: Client) -> None:
    path = Path(__file__).parents[4] / "deploy" / "local" / "demo" / "demo.json"
    data = json.loads(path.read_text(encoding="utf-8"))
    demo.load(data)
    before = db.scalar("SELECT count(*) FROM outbox")
    demo.load(data)
    assert db.scalar("SELECT count(*) FROM outbox") == before > 0
