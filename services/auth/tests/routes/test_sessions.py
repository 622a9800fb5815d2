"""Log in, stay logged in, log out."""

import base64
import statistics
import time
from datetime import timedelta
from typing import Any

import pytest
import time_machine

from auth.commands import keys, sessions
from lendkit.runtime import db
from lendkit.testing.client import Client
from lendkit.values.errors import DomainError

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


def test_a_login_gives_a_token_that_the_api_accepts(client: Client, broker: dict[str, Any]) -> None:
    _, session = signed_in(client)
    assert session["expires_in"] == 600
    assert session["user"] == {key: broker[key] for key in ("id", "email", "name", "role", "links")}
    assert ask(client, session["access"]).json["email"] == "grace@broking.example"


def test_a_wrong_password_and_an_unknown_user_look_the_same(client: Client, broker: dict[str, Any]) -> None:
    wrong = client.post("/api/auth/login/", {**LOGIN, "password": "not this one at all"})
    unknown = client.post("/api/auth/login/", {"email": "nobody@lend.example", "password": PASSWORD})
    assert (wrong.status_code, unknown.status_code) == (401, 401)
    assert wrong.json["code"] == unknown.json["code"] == "wrong_credentials"
    assert wrong.json["detail"] == unknown.json["detail"]


def test_after_five_failures_a_login_must_wait(client: Client, broker: dict[str, Any]) -> None:
    for _ in range(5):
        client.post("/api/auth/login/", {**LOGIN, "password": "not this one at all"})
    answer = client.post("/api/auth/login/", LOGIN)
    assert (answer.status_code, answer.json["code"]) == (429, "too_many_tries")
    assert int(answer.headers["Retry-After"]) > 0
    assert answer.json["detail"] == "Too many attempts. Try again in 1 minute."
    with time_machine.travel(time.time() + 3700):
        assert client.post("/api/auth/login/", LOGIN).status_code == 200


def test_the_wait_grows_and_only_for_that_network_address(client: Client, broker: dict[str, Any]) -> None:
    """Whoever guesses waits longer each time; the owner, somewhere else, does not wait at all."""
    waits, now = [], time.time()
    for _ in range(10):
        with time_machine.travel(now, tick=False):
            tried = client.post("/api/auth/login/", {**LOGIN, "password": "not this one at all"})
            while tried.status_code == 401:
                tried = client.post("/api/auth/login/", {**LOGIN, "password": "not this one at all"})
            waits.append(int(tried.headers["Retry-After"]))
            elsewhere = client.post("/api/auth/login/", LOGIN, headers={"X-Forwarded-For": "10.0.0.9"})
            assert elsewhere.status_code == 200
        now += waits[-1]
    assert waits == [31, 61, 121, 241, 481, 901, 901, 901, 901, 901]


def test_one_network_address_has_a_hundred_attempts_over_all_accounts(client: Client, broker: dict[str, Any]) -> None:
    there = {"X-Forwarded-For": "10.0.0.8"}
    guesses = [{"email": f"nobody{n}@lend.example", "password": PASSWORD} for n in range(110)]
    seen = [client.post("/api/auth/login/", guess, headers=there).status_code for guess in guesses]
    assert seen == [401] * 100 + [429] * 10
    assert client.post("/api/auth/login/", LOGIN).status_code == 200


@pytest.mark.parametrize("email", ["ｇrace@broking.example", "GRACE@BROKING.EXAMPLE", " grace@broking.example "])
def test_another_spelling_of_an_email_is_the_same_account(client: Client, broker: dict[str, Any], email: str) -> None:
    """So its failures are counted as one account's."""
    assert client.post("/api/auth/login/", {**LOGIN, "email": email}).status_code == 200
    for n in range(5):
        spelling = email if n % 2 else LOGIN["email"]
        client.post("/api/auth/login/", {"email": spelling, "password": "not this one at all"})
    assert client.post("/api/auth/login/", LOGIN).status_code == 429


def seconds(client: Client, email: str, number: int) -> float:
    """How long a refusal takes, from an address that has not tried before."""
    there = {"X-Forwarded-For": f"10.{number // 250}.{number % 250}.1"}
    began = time.perf_counter()
    answer = client.post("/api/auth/login/", {"email": email, "password": "not this one"}, headers=there)
    assert answer.status_code == 401
    return time.perf_counter() - began


def test_how_long_it_takes_does_not_say_whether_there_is_such_a_user(client: Client, broker: dict[str, Any]) -> None:
    """Medians of 200 each, taken in turn; the machine may be busy, so one quiet time of three is enough."""
    for attempt in range(3):
        pairs = [
            (seconds(client, LOGIN["email"], number), seconds(client, "nobody@lend.example", number))
            for number in range(attempt * 200, attempt * 200 + 200)
        ]
        known, unknown = (statistics.median(times) for times in zip(*pairs, strict=True))
        if abs(known - unknown) / max(known, unknown) < 0.05:
            return
    raise AssertionError(f"a user there is takes {known * 1000:.2f} ms, none {unknown * 1000:.2f} ms")


def test_the_end_of_a_long_password_counts(client: Client) -> None:
    """Nothing is cut off after 72 characters."""
    long = "Wattle-Creek-" * 12
    body = {"email": "long@lend.example", "password": f"{long}one", "name": "Long", "role": "credit"}
    assert client.acting("admin").post("/api/auth/users/", body).status_code == 201
    for end, status in (("one", 200), ("two", 401), ("", 401)):
        tried = client.post("/api/auth/login/", {"email": "long@lend.example", "password": f"{long}{end}"})
        assert tried.status_code == status


def test_expired_failures_and_sessions_are_deleted(client: Client, broker: dict[str, Any]) -> None:
    signed_in(client)
    client.post("/api/auth/login/", {**LOGIN, "password": "not this one at all"})
    tables = ("login_failure", "refresh_token")

    def rows() -> list[int]:
        return [db.scalar(f"SELECT count(*) FROM {table}") for table in tables]

    sessions.sweep()
    assert rows() == [2, 1]
    with time_machine.travel(time.time() + 3700):
        sessions.sweep()
        assert rows() == [0, 1]
    with time_machine.travel(time.time() + 31 * 24 * 3600):
        sessions.sweep()
        assert rows() == [0, 0]


def test_a_refresh_rotates_and_two_tabs_get_the_same(client: Client, broker: dict[str, Any]) -> None:
    browser, _ = signed_in(client)
    first = browser.get_cookie("refresh", path="/api/auth/").value
    assert browser.post("/api/auth/refresh/").json["authenticated"]
    second = browser.get_cookie("refresh", path="/api/auth/").value
    assert second != first
    browser.set_cookie("refresh", first, path="/api/auth/")
    assert browser.post("/api/auth/refresh/").json["authenticated"]
    assert browser.get_cookie("refresh", path="/api/auth/").value == second


def test_a_reused_refresh_token_ends_its_family(client: Client, broker: dict[str, Any]) -> None:
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


def test_a_page_of_another_site_cannot_use_the_session(client: Client, broker: dict[str, Any]) -> None:
    browser, _ = signed_in(client)
    assert browser.post("/api/auth/refresh/", headers={"Origin": "https://evil.example"}).status_code == 403
    assert browser.post("/api/auth/refresh/", headers={"Origin": "https://app.lend.example"}).json["authenticated"]


def test_logging_out_ends_the_session(client: Client, broker: dict[str, Any]) -> None:
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


@pytest.mark.parametrize(
    "header", ["Basic !", "Basic éé", "Basic", "basic Og==", "Basic /w==", "Basic cGFydGllczpuby4="]
)
def test_a_client_without_a_secret_gets_no_token(client: Client, header: str) -> None:
    headers, form = {"Authorization": header}, {"grant_type": "client_credentials"}
    answer = client.call("POST", "/api/auth/token/", data=form, headers=headers)
    assert (answer.status_code, answer.json) == (401, {"error": "invalid_client"})


def test_client_credentials_may_come_in_a_header(client: Client) -> None:
    headers = {"Authorization": f"basic {base64.b64encode(b'parties:a-secret-of-parties').decode()}"}
    form = {"grant_type": "client_credentials"}
    assert client.call("POST", "/api/auth/token/", data=form, headers=headers).status_code == 200


def test_after_a_rotation_older_tokens_stay_valid(client: Client, broker: dict[str, Any]) -> None:
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


def test_a_key_signs_for_a_month(client: Client, broker: dict[str, Any]) -> None:
    signed_in(client)

    def published() -> int:
        return len(client.get("/api/auth/.well-known/jwks.json").json["keys"])

    keys.rotate_when_due()
    assert published() == 2
    with db.current().engine.begin() as connection:
        past = "created_at = created_at - interval '31 days', active_from = active_from - interval '31 days'"
        db.run(connection, f"UPDATE signing_key SET {past}")
    keys.rotate_when_due()
    assert published() == 3
    keys.rotate_when_due()
    assert published() == 3
