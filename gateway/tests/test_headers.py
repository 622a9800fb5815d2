"""Headers to the services, headers to the browser, and the log."""

import json
import time
from typing import Any

import pytest


@pytest.mark.parametrize(
    "name",
    [
        "X-User-Id",
        "X-User-Role",
        "X-User-Email",
        "X-Forwarded-Host",
        "X-HTTP-Method-Override",
        "X-Real-IP",
        "X_User_Id",
    ],
)
def test_a_header_of_the_caller_gives_no_identity(gateway: Any, name: str) -> None:
    heard = gateway.get("/api/auth/me/", headers={name: "admin"}).json()["headers"]
    assert "admin" not in heard.values()


def test_the_caller_is_who_connects(gateway: Any) -> None:
    heard = gateway.get("/api/auth/me/", headers={"X-Forwarded-For": "9.9.9.9", "X-Forwarded-Proto": "https"})
    headers = heard.json()["headers"]
    assert (headers["X-Forwarded-For"], headers["X-Forwarded-Proto"]) == ("127.0.0.1", "http")


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("Authorization", "Bearer abc"),
        ("Idempotency-Key", "0123456789"),
        ("If-Match", '"3"'),
        ("Content-Type", "application/json"),
        ("Cookie", "refresh=1"),
        ("Origin", "http://127.0.0.1"),
        ("X-Client-Id", "tab-1"),
        ("Traceparent", "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"),
    ],
)
def test_what_the_contract_names_goes_through(gateway: Any, name: str, value: str) -> None:
    heard = gateway.call("POST", "/api/applications/", headers={name: value}, data=b"{}").json()
    assert {key.lower(): sent for key, sent in heard["headers"].items()}[name.lower()] == value
    assert heard["size"] == 2


def test_a_sane_request_id_is_kept_and_another_is_replaced(gateway: Any) -> None:
    kept = gateway.get("/api/auth/me/", headers={"X-Request-Id": "trace-12345678"})
    assert kept.headers["X-Request-Id"] == kept.json()["headers"]["X-Request-Id"] == "trace-12345678"
    replaced = gateway.get("/api/auth/me/", headers={"X-Request-Id": "a b;<script>"})
    new_id = replaced.headers["X-Request-Id"]
    assert new_id == replaced.json()["headers"]["X-Request-Id"]
    assert len(new_id) == 32


def test_security_headers_of_the_page(gateway: Any) -> None:
    headers = gateway.get("/").headers
    policy = headers["Content-Security-Policy"]
    assert "script-src 'self'" in policy
    assert "unsafe" not in policy
    assert f"ws://127.0.0.1:{gateway.port}" in policy
    assert "frame-ancestors 'none'" in policy
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "strict-origin-when-cross-origin"
    assert "camera=()" in headers["Permissions-Policy"]
    assert headers["Server"] == "nginx"
    assert "Strict-Transport-Security" not in headers


def test_security_headers_of_the_api(gateway: Any) -> None:
    headers = gateway.get("/api/auth/me/").headers
    assert "default-src 'none'" in headers["Content-Security-Policy"]
    assert headers["X-Content-Type-Options"] == "nosniff"


def test_the_unsubscribe_page_may_submit_its_form_and_run_no_script(gateway: Any) -> None:
    policy = gateway.get("/api/notifications/unsubscribe/token/").headers["Content-Security-Policy"]
    assert "form-action 'self'" in policy
    assert "sandbox" not in policy
    assert "script-src" not in policy and "default-src 'none'" in policy
    assert "sandbox" in gateway.get("/api/notifications/").headers["Content-Security-Policy"]


@pytest.mark.parametrize("path", ["/api/documents/sign/", "/api/notifications/unsubscribe/"])
def test_the_log_has_no_query_and_no_token(gateway: Any, path: str) -> None:
    id = f"logged-{len(path):04d}"
    gateway.get(f"{path}verysecrettoken/?key=alsosecret", headers={"X-Request-Id": id})
    deadline = time.monotonic() + 5
    while id not in (text := gateway.log.read_text(encoding="utf-8")):
        assert time.monotonic() < deadline
    assert "secret" not in text
    line = next(json.loads(row) for row in text.splitlines() if id in row)
    assert (line["path"], line["status"], line["method"]) == (f"{path}-", 200, "GET")
