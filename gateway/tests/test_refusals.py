"""Every error of the gateway is a problem, comes quickly, and concerns its own path only."""

import json
import time
from http.client import HTTPConnection
from typing import Any

import pytest

HEAD = "Host: 127.0.0.1\r\nConnection: close\r\n"


def test_a_service_that_is_down_is_a_quick_problem_and_the_others_serve(gateway: Any) -> None:
    began = time.monotonic()
    answer = gateway.get("/api/finance/loans/")
    assert time.monotonic() - began < 5
    assert (answer.status_code, answer.headers["Content-Type"]) == (502, "application/problem+json")
    problem = answer.json()
    assert (problem["code"], problem["status"]) == ("service_down", 502)
    assert problem["request_id"] == answer.headers["X-Request-Id"]
    assert answer.headers["Retry-After"]
    assert gateway.get("/api/auth/me/").status_code == 200


def test_a_services_own_problem_goes_through_untouched(gateway: Any) -> None:
    answer = gateway.get("/api/parties/own/")
    assert (answer.status_code, answer.json()["path"]) == (503, "/api/parties/own/")


@pytest.mark.parametrize(("path", "limit_mb"), [("/api/documents/", 27), ("/api/parties/", 11)])
def test_a_body_over_its_limit_is_too_large(gateway: Any, path: str, limit_mb: int) -> None:
    """Uploads may hold more than JSON."""
    size = limit_mb * 1024 * 1024
    announced = HTTPConnection("127.0.0.1", gateway.port, timeout=10)
    announced.request("POST", path, headers={"Content-Length": str(size + 1)})
    refused = announced.getresponse()
    problem = json.loads(refused.read())
    announced.close()
    assert (refused.status, problem["code"]) == (413, "too_large") and f"{limit_mb} MB" in problem["detail"]
    assert gateway.call("POST", path, data=b"x" * (size - 1000)).json()["size"] == size - 1000


@pytest.mark.parametrize(
    ("request_text", "status"),
    [
        (f"TRACE /api/auth/me/ HTTP/1.1\r\n{HEAD}\r\n", 405),
        (f"GET /api/auth/me/ HTTP/1.0\r\n{HEAD}\r\n", 400),
        ("GET /api/auth/me/ HTTP/1.1\r\nHost: evil.example\r\nConnection: close\r\n\r\n", 400),
        ("GET /api/auth/me/ HTTP/1.1\r\nConnection: close\r\n\r\n", 400),
        (f"POST /api/auth/me/ HTTP/1.1\r\n{HEAD}Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", 400),
        (f"GET /api/auth/ me/ HTTP/1.1\r\n{HEAD}\r\n", 400),
        (f"GET /{'a' * 20_000} HTTP/1.1\r\n{HEAD}\r\n", 414),
    ],
)
def test_what_is_not_proper_http_is_refused(gateway: Any, request_text: str, status: int) -> None:
    answer = gateway.raw(request_text)
    assert answer.startswith(f"HTTP/1.1 {status} ")
    assert "application/problem+json" in answer


def test_posting_to_the_app_is_not_allowed(gateway: Any) -> None:
    answer = gateway.call("POST", "/pipeline")
    assert (answer.status_code, answer.json()["code"]) == (405, "method_not_allowed")


def test_guessing_passwords_fast_gets_a_429(gateway: Any) -> None:
    answers = [gateway.call("POST", "/api/auth/login/", data=b"{}") for _ in range(200)]
    refused = [answer for answer in answers if answer.status_code == 429]
    assert refused
    assert refused[0].json()["code"] == "too_many_requests"
    assert refused[0].headers["Retry-After"]
    assert gateway.get("/api/auth/me/").status_code == 200
