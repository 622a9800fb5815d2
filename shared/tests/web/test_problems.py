"""Every refusal is an RFC 9457 problem, whichever layer it came from."""

import json
from typing import Any

import pytest
from flask import Flask
from werkzeug.exceptions import TooManyRequests, Unauthorized
from werkzeug.test import TestResponse

from lendkit.runtime.settings import Settings
from lendkit.testing.client import Client
from lendkit.values.errors import DomainError, Unavailable
from lendkit.web.access import public
from lendkit.web.app import create_app


def problem(answer: TestResponse) -> dict[str, Any]:
    assert answer.content_type == "application/problem+json"
    body: dict[str, Any] = json.loads(answer.text)
    assert body["status"] == answer.status_code
    assert body["request_id"] == answer.headers["X-Request-Id"]
    assert {"type", "title", "code", "detail"} <= set(body)
    return body


def test_unknown_route_is_404(plain_app: Flask) -> None:
    assert problem(plain_app.test_client().get("/api/auth/nothing/"))["code"] == "not_found"


def test_other_verb_is_405_and_says_which_there_are(plain_app: Flask) -> None:
    answer = plain_app.test_client().delete("/api/auth/echo/")
    assert problem(answer)["code"] == "method_not_allowed"
    assert {verb.strip() for verb in answer.headers["Allow"].split(",")} == {"POST", "OPTIONS"}


@pytest.mark.parametrize("verb", ["TRACE", "CONNECT", "BREW"])
def test_odd_verbs_are_405(plain_app: Flask, verb: str) -> None:
    assert plain_app.test_client().open("/api/auth/echo/", method=verb).status_code == 405


def test_a_method_in_a_header_is_not_the_method(plain_app: Flask) -> None:
    headers = {"X-HTTP-Method-Override": "POST"}
    assert plain_app.test_client().get("/api/auth/echo/", headers=headers).status_code == 405


def test_without_the_slash_is_308(plain_app: Flask) -> None:
    answer = plain_app.test_client().post("/api/auth/echo", json={})
    assert answer.status_code == 308
    assert answer.headers["Location"].endswith("/api/auth/echo/")


def test_a_crash_shows_nothing_of_the_inside_and_is_logged(
    plain_app: Flask, capsys: pytest.CaptureFixture[str]
) -> None:
    answer = plain_app.test_client().get("/api/auth/broken/")
    assert problem(answer)["code"] == "internal_error"
    assert "4711" not in answer.text and "Traceback" not in answer.text
    logged = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert any("RuntimeError" in json.dumps(line) and line["level"] == "error" for line in logged)


def test_without_its_database_it_says_try_again(plain_app: Flask) -> None:
    answer = plain_app.test_client().get("/api/auth/health/ready/")
    assert problem(answer)["code"] == "unavailable"
    assert answer.status_code == 503 and int(answer.headers["Retry-After"]) > 0


def test_a_connection_lost_in_the_middle_is_503_and_the_next_request_works(client: Client) -> None:
    assert client.get("/api/auth/slow/").status_code == 503
    assert client.get("/api/auth/health/ready/").status_code == 200


def test_wrong_content_is_422_with_a_pointer(client: Client) -> None:
    answer = client.acting("admin").post("/api/auth/loans/", {"amount": "1.005", "colour": "red"})
    assert answer.status_code == 422
    assert set(problem(answer)["errors"]) == {"/amount", "/colour"}


def test_an_unknown_query_parameter_is_422(client: Client) -> None:
    answer = client.acting("admin").get("/api/auth/loans/?stage=draft")
    assert answer.status_code == 422
    assert set(problem(answer)["errors"]) == {"/stage"}


def test_an_id_that_is_none_is_404(client: Client) -> None:
    assert client.acting("admin").get("/api/auth/loans/1%20OR%201=1/").status_code == 404


def test_domain_errors_carry_status_code_missing_and_headers(plain_app: Flask) -> None:
    missing = [{"code": "signed_form", "detail": "The signed form."}]
    answer = _raising(plain_app, DomainError("not_now", "Something is missing.", missing=missing, headers={"X-A": "1"}))
    body = problem(answer)
    assert (answer.status_code, body["code"], body["missing"], answer.headers["X-A"]) == (409, "not_now", missing, "1")
    assert "errors" not in body


@pytest.mark.parametrize(
    ("exc", "status", "header"),
    [
        (TooManyRequests(retry_after=30), 429, ("Retry-After", "30")),
        (Unauthorized(www_authenticate=None), 401, None),
        (Unavailable("Away.", retry_after=7), 503, ("Retry-After", "7")),
    ],
)
def test_headers_of_other_errors_are_kept(
    plain_app: Flask, exc: Exception, status: int, header: tuple[str, str] | None
) -> None:
    answer = _raising(plain_app, exc)
    problem(answer)
    assert answer.status_code == status
    if header:
        assert answer.headers[header[0]] == header[1]


def _raising(app: Flask, exc: Exception) -> TestResponse:
    def view() -> None:
        raise exc

    app.view_functions["edges.echo"] = public(view)
    return app.test_client().post("/api/auth/echo/", json={})


def test_the_app_needs_a_title_for_its_document(plain_settings: Settings) -> None:
    with pytest.raises(TypeError):
        create_app("auth", plain_settings, [])  # type: ignore[call-arg]
