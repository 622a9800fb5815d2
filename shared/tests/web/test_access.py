"""Default deny: who may call what, and what a request carries while it runs."""

import pytest
from flask import Flask, Response

from lendkit.runtime import context
from lendkit.runtime.settings import Settings
from lendkit.testing.client import Client
from lendkit.values.identifiers import uuid7
from lendkit.web.access import permission
from lendkit.web.app import create_app
from lendkit.web.blueprint import blueprint


def test_a_route_that_nobody_marked_stops_the_start(plain_settings: Settings) -> None:
    blp = blueprint("auth", "secrets")

    @blp.get("/secrets/")
    def secrets() -> Response:
        return Response("all of them")

    with pytest.raises(RuntimeError, match="/api/auth/secrets/"):
        create_app("auth", plain_settings, [blp], title="Sample")


def test_a_permission_that_is_not_in_the_matrix_is_refused_at_once() -> None:
    with pytest.raises(KeyError):
        permission("parties.raed")


def test_every_route_of_the_app_is_closed_or_says_that_it_is_open(plain_app: Flask) -> None:
    answers = {
        rule.rule: plain_app.test_client().open(rule.rule.replace("<uuid:id>", str(uuid7())), method="GET").status_code
        for rule in plain_app.url_map.iter_rules()
        if "GET" in (rule.methods or set())
    }
    closed = {path for path, status in answers.items() if status == 401}
    loans = {"/api/auth/loans/", "/api/auth/loans/<uuid:id>/"}
    assert closed == loans | {"/api/auth/who/", "/internal/auth/figures/", "/internal/auth/export/<aggregate>/"}


@pytest.mark.parametrize("header", [None, "", "Bearer", "Bearer ", "Basic YTpi", "Token abc", "abc"])
def test_without_a_bearer_token_it_is_401(plain_app: Flask, header: str | None) -> None:
    headers = {} if header is None else {"Authorization": header}
    answer = plain_app.test_client().get("/api/auth/who/", headers=headers)
    assert answer.status_code == 401
    assert answer.headers["WWW-Authenticate"].startswith("Bearer")


def test_the_scheme_is_read_in_any_case(client: Client) -> None:
    token = client.acting("admin").token
    assert client.get("/api/auth/who/", headers={"Authorization": f"bEaReR {token}"}).status_code == 200


@pytest.mark.parametrize(
    ("role", "status"), [("admin", 200), ("bd", 403), ("broker", 403), ("client", 403), ("root", 403)]
)
def test_the_matrix_decides(client: Client, role: str, status: int) -> None:
    assert client.acting(role).get(f"/api/auth/loans/{uuid7()}/").status_code == status


@pytest.mark.parametrize("role", ["admin", "client", "service"])
def test_no_user_calls_an_internal_route(client: Client, role: str) -> None:
    assert client.acting(role).get("/internal/auth/figures/").status_code == 403


def test_a_service_calls_an_internal_route_and_nothing_else(client: Client) -> None:
    parties = client.as_service("parties")
    assert parties.get("/internal/auth/figures/").get_json() == {"asked_by": "parties"}
    assert parties.get("/api/auth/loans/").status_code == 403


def test_headers_cannot_say_who_somebody_is(client: Client) -> None:
    claimed = {"X-User-Id": str(uuid7()), "X-User-Role": "admin", "X-Forwarded-User": "admin"}
    assert client.get("/api/auth/who/", headers=claimed).status_code == 401
    assert client.acting("broker").get("/api/auth/who/", headers=claimed).get_json()["role"] == "broker"


@pytest.mark.parametrize(
    ("said", "is_"), [("10.1.2.3", "10.1.2.3"), ("6.6.6.6, 10.1.2.3", "10.1.2.3"), (None, "127.0.0.1")]
)
def test_the_caller_is_who_the_gateway_saw(client: Client, said: str | None, is_: str) -> None:
    """It says so last; what stands before that, the caller may have made up."""
    headers = {"X-Forwarded-For": said} if said else {}
    assert client.acting("admin").get("/api/auth/who/", headers=headers).get_json()["address"] == is_


def test_a_request_id_is_taken_and_given_back(client: Client) -> None:
    answer = client.acting("admin").get("/api/auth/who/", headers={"X-Request-Id": "0198a000-abcd"})
    assert answer.headers["X-Request-Id"] == answer.get_json()["request_id"] == "0198a000-abcd"


@pytest.mark.parametrize("sent", ["short", "x" * 65, "has space in it", "under_score_here", "<script>alert"])
def test_an_odd_request_id_is_replaced(client: Client, sent: str) -> None:
    answer = client.acting("admin").get("/api/auth/who/", headers={"X-Request-Id": sent})
    assert answer.headers["X-Request-Id"] not in ("", sent)


def test_a_client_id_has_at_most_64_characters(client: Client) -> None:
    answer = client.acting("admin").get("/api/auth/who/", headers={"X-Client-Id": "t" * 70})
    assert answer.get_json()["client_id"] == "t" * 64


def test_nothing_of_a_request_is_left_after_it(client: Client) -> None:
    client.acting("admin").get("/api/auth/who/", headers={"X-Client-Id": "tab-1"})
    client.acting("broker").get(f"/api/auth/loans/{uuid7()}/")
    client.get("/api/auth/broken/")
    assert (context.maybe_actor(), context.request_id(), context.client_id()) == (None, None, None)
