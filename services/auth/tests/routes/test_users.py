"""Users, managed by an admin."""

from collections.abc import Callable
from uuid import UUID

import pytest

from auth.commands import demo
from lendkit.contracts.envelope import Event
from lendkit.runtime import db
from lendkit.testing.client import Client
from lendkit.values.identifiers import uuid7

NEW = {"email": "tom@lend.example", "password": "Banksia-Avenue-27", "name": "Tom Walsh", "role": "bd"}


@pytest.fixture
def admin(client: Client) -> Client:
    return client.acting("admin")


def test_a_new_user_is_published_and_can_log_in(admin: Client, emitted: Callable[..., list[Event]]) -> None:
    bd = str(uuid7())
    answer = admin.post("/api/auth/users/", {**NEW, "links": {"bd_id": bd, "broker_id": None, "party_ids": []}})
    assert answer.status_code == 201, answer.text
    assert "password" not in answer.text
    event = emitted("auth.user_registered.v1")[0]
    assert (event.data["links"], event.data["active"]) == ({"bd_id": bd}, True)
    assert admin.post("/api/auth/login/", {key: NEW[key] for key in ("email", "password")}).status_code == 200


WEAK = {
    "too short": "short",
    "too long": "x" * 201,
    "common": "password123456",
    "the own name": "Mister-tomwalsh-1",
    "a NUL": "Banksia-Avenue\x0027",
}


@pytest.mark.parametrize("case", WEAK)
def test_a_weak_password_is_refused(admin: Client, case: str) -> None:
    answer = admin.post("/api/auth/users/", {**NEW, "email": "tomwalsh@lend.example", "password": WEAK[case]})
    assert answer.status_code in (400, 422)
    assert db.scalar("SELECT count(*) FROM app_user") == 0


def test_an_email_address_has_one_user(admin: Client) -> None:
    assert admin.post("/api/auth/users/", NEW).status_code == 201
    again = admin.post("/api/auth/users/", {**NEW, "email": "TOM@LEND.example"})
    assert (again.status_code, again.json["code"]) == (422, "email_taken")
    mixed = admin.post("/api/auth/users/", {**NEW, "email": "аdmin@lend.example"})
    assert mixed.status_code == 422 and "/email" in mixed.json["errors"]


def test_only_an_admin_manages_users(client: Client, admin: Client) -> None:
    for role in ("bd", "credit", "accounts", "broker", "client"):
        assert client.acting(role).get("/api/auth/users/").status_code == 403
        assert client.acting(role).post("/api/auth/users/", NEW).status_code == 403
    assert admin.post("/api/auth/users/", {**NEW, "is_admin": True}).status_code == 422


def test_a_change_ends_older_tokens_at_once(admin: Client, client: Client, emitted: Callable[..., list[Event]]) -> None:
    user = admin.post("/api/auth/users/", NEW).json
    theirs = client.acting("bd", user_id=UUID(user["id"]))
    assert theirs.get("/api/auth/me/").json["name"] == "Tom Walsh"
    path = f"/api/auth/users/{user['id']}/"
    assert admin.patch(path, {"name": "Thomas"}, headers={"If-Match": '"9"'}).status_code == 412
    changed = admin.patch(path, {"role": "credit", "password": "Another-Creek-99", "links": {}})
    assert (changed.json["role"], changed.json["version"]) == ("credit", 2)
    assert theirs.get("/api/auth/me/").status_code == 401
    assert admin.patch(path, {"active": False}).json["active"] is False
    assert [event.type for event in emitted()][1:] == ["auth.user_changed.v1", "auth.user_deactivated.v1"]
    assert admin.post("/api/auth/login/", {"email": NEW["email"], "password": "Another-Creek-99"}).status_code == 401
    assert admin.patch(f"/api/auth/users/{uuid7()}/", {"name": "x"}).status_code == 404
    assert admin.get(f"/api/auth/users/{uuid7()}/").status_code == 404
    assert admin.get(path).headers["ETag"] == '"3"'


def test_an_admin_always_remains(admin: Client, client: Client) -> None:
    user = admin.post("/api/auth/users/", {**NEW, "role": "admin"}).json
    path = f"/api/auth/users/{user['id']}/"
    themselves = client.acting("admin", user_id=UUID(user["id"]))
    assert themselves.patch(path, {"role": "bd"}).json["code"] == "not_yourself"
    assert admin.patch(path, {"active": False}).json["code"] == "last_admin"


def test_the_list_is_filtered(admin: Client) -> None:
    admin.post("/api/auth/users/", NEW)
    admin.post("/api/auth/users/", {**NEW, "email": "ann@lend.example", "name": "Ann Lee", "role": "broker"})
    assert [u["name"] for u in admin.get("/api/auth/users/").json["items"]] == ["Ann Lee", "Tom Walsh"]
    assert admin.get("/api/auth/users/?role=broker&active=true&q=ann").json["total"] == 1
    assert admin.get("/api/auth/users/?role=nobody").status_code == 422


def test_demo_users_are_created_once(client: Client) -> None:
    data = {"auth": {"users": [{**NEW, "id": str(uuid7())}]}}
    demo.load(data)
    demo.load(data)
    assert db.scalar("SELECT count(*) FROM app_user") == 1
