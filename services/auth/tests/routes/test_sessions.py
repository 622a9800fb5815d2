"""Sign in, stay signed in, sign out."""

import time
from datetime import timedelta
from typing import Any

import pytest
import time_machine

from auth.commands import keys
from lendkit import db
from lendkit.errors import DomainError
from lendkit.testing.client import Client

PASSWORD = "Wattle-Creek-2741"
LOGIN = {"email": "grace@broking.example", "password": PASSWORD}


def signed_in(client: Client) -> Any:
    """A browser with the session's cookie, and its answer."""
    browser = client.app.test_client()
    answer = browser.post("/api/auth/login/", json=LOGIN)
    assert answer.status_code == 200, answer.text
    return browser, answer.json


def ask(client: Client, access: str) -> Any:
    return client.app.test_client().get("/api/auth/me/", headers={"Authorization": f"Bearer {access}"})


def test_a_token_of_a_login_opens_the_house(client: Client, broker: dict[str, Any]) -> None:
    _, session = signed_in(client)
    assert session["expires_in"] == 600
    assert session["user"] == {key: broker[key] for key in ("id", "email", "name", "role", "links")}
    assert ask(client, session["access"]).json["email"] == "grace@broking.example"


def test_wrong_and_unknown_look_the_same(client: Client, broker: dict[str, Any]) -> None:
    wrong = client.post("/api/auth/login/", {**LOGIN, "password": "not this one at all"})
    unknown = client.post("/api/auth/login/", {"email": "nobody@lend.example", "password": PASSWORD})
    assert (wrong.status_code, unknown.status_code) == (401, 401)
    assert wrong.json["code"] == unknown.json["code"] == "wrong_credentials"
    assert wrong.json["detail"] == unknown.json["detail"]


def test_after_five_failures_one_waits(client: Client, broker: dict[str, Any]) -> None:
    for _ in range(5):
        client.post("/api/auth/login/", {**LOGIN, "password": "not this one at all"})
    answer = client.post("/api/auth/login/", LOGIN)
    assert (answer.status_code, answer.json["code"]) == (429, "too_many_tries")
    assert int(answer.headers["Retry-After"]) > 0
    with time_machine.travel(time.time() + 3700):
        assert client.post("/api/auth/login/", LOGIN).status_code == 200


def test_a_refresh_rotates_and_two_tabs_get_the_same(client: Client, broker: dict[str, Any]) -> None:
    browser, _ = signed_in(client)
    first = browser.get_cookie("refresh", path="/api/auth/").value
    assert browser.post("/api/auth/refresh/").json["authenticated"]
    second = browser.get_cookie("refresh", path="/api/auth/").value
    assert second != first
    browser.set_cookie("refresh", first, path="/api/auth/")
    assert browser.post("/api/auth/refresh/").json["authenticated"]
    assert browser.get_cookie("refresh", path="/api/auth/").value == second


def test_a_spent_token_ends_the_family(client: Client, broker: dict[str, Any]) -> None:
    browser, _ = signed_in(client)
    first = browser.get_cookie("refresh", path="/api/auth/").value
    browser.post("/api/auth/refresh/")
    second = browser.get_cookie("refresh", path="/api/auth/").value
    with time_machine.travel(time.time() + 11):
        browser.set_cookie("refresh", first, path="/api/auth/")
        assert browser.post("/api/auth/refresh/").json == {"authenticated": False}
        browser.set_cookie("refresh", second, path="/api/auth/")
        assert browser.post("/api/auth/refresh/").json == {"authenticated": False}


def test_without_a_session_a_refresh_says_so(client: Client) -> None:
    answer = client.post("/api/auth/refresh/")
    assert (answer.status_code, answer.json) == (200, {"authenticated": False})


def test_a_page_of_another_site_gets_nothing(client: Client, broker: dict[str, Any]) -> None:
    browser, _ = signed_in(client)
    assert browser.post("/api/auth/refresh/", headers={"Origin": "https://evil.example"}).status_code == 403
    assert browser.post("/api/auth/refresh/", headers={"Origin": "https://app.lend.example"}).json["authenticated"]


def test_signing_out_ends_the_session(client: Client, broker: dict[str, Any]) -> None:
    browser, _ = signed_in(client)
    kept = browser.get_cookie("refresh", path="/api/auth/").value
    assert browser.post("/api/auth/logout/").status_code == 204
    browser.set_cookie("refresh", kept, path="/api/auth/")
    assert browser.post("/api/auth/refresh/").json == {"authenticated": False}


def test_permissions_are_those_of_the_role(client: Client) -> None:
    admin = client.acting("admin").get("/api/auth/permissions/").json["permissions"]
    assert "users.admin" in admin
    assert "users.admin" not in client.acting("broker").get("/api/auth/permissions/").json["permissions"]


def test_services_get_tokens_of_their_own(client: Client, broker: dict[str, Any]) -> None:
    body = {"grant_type": "client_credentials", "client_id": "parties", "client_secret": "a-secret-of-parties"}
    granted = client.call("POST", "/api/auth/token/", data=body)
    assert (granted.status_code, granted.json["expires_in"]) == (200, 43200)
    bearer = {"Authorization": f"Bearer {granted.json['access_token']}"}
    inside = client.app.test_client().get(f"/internal/auth/users/{broker['id']}/", headers=bearer)
    assert inside.json["body"]["role"] == "broker"
    assert client.acting("admin").get(f"/internal/auth/users/{broker['id']}/").status_code == 403
    refused = client.call("POST", "/api/auth/token/", data={**body, "client_secret": "another"})
    assert (refused.status_code, refused.json) == (401, {"error": "invalid_client"})
    assert client.call("POST", "/api/auth/token/", data={}).json == {"error": "unsupported_grant_type"}
    basic = client.call(
        "POST", "/api/auth/token/", data={"grant_type": "client_credentials"}, headers={"Authorization": "Basic !"}
    )
    assert basic.status_code == 401


def test_a_rotated_key_breaks_nobody(client: Client, broker: dict[str, Any]) -> None:
    _, session = signed_in(client)
    before = client.get("/api/auth/.well-known/jwks.json").json["keys"]
    assert len(before) == 2
    with pytest.raises(DomainError, match="24 hours"):
        keys.rotate()
    with db.current().engine.begin() as connection:
        db.run(connection, "UPDATE signing_key SET created_at = created_at - interval '25 hours'")
    keys.rotate()
    assert ask(client, session["access"]).status_code == 200
    _, renewed = signed_in(client)
    assert ask(client, renewed["access"]).status_code == 200
    after = client.get("/api/auth/.well-known/jwks.json").json["keys"]
    assert {key["kid"] for key in before} < {key["kid"] for key in after}
    assert timedelta(hours=24) == keys.PUBLISHED_BEFORE_USE
