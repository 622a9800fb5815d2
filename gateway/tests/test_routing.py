"""Which request goes where."""

from typing import Any

import pytest

SERVICES = ("auth", "parties", "applications", "documents", "notifications", "reports")


@pytest.mark.parametrize("service", SERVICES)
def test_each_service_has_its_location(gateway: Any, service: str) -> None:
    answer = gateway.get(f"/api/{service}/things/1/?q=a%20b")
    assert (answer.status_code, answer.json()["path"]) == (200, f"/api/{service}/things/1/?q=a%20b")


@pytest.mark.parametrize(
    ("path", "to"),
    [
        ("/api/auth/me", "/api/auth/me/"),
        ("/api/applications?stage=inquiry&limit=5", "/api/applications/?stage=inquiry&limit=5"),
        ("/api/parties", "/api/parties/"),
        ("/healthz", "/healthz/"),
        ("/ws", "/ws/"),
    ],
)
def test_a_missing_slash_is_a_redirect_that_keeps_method_and_query(gateway: Any, path: str, to: str) -> None:
    answer = gateway.call("POST", path)
    assert (answer.status_code, answer.headers["Location"]) == (308, to)


@pytest.mark.parametrize("path", ["/api/auth/.well-known/jwks.json", "/api/parties/openapi.json"])
def test_a_file_name_needs_no_slash(gateway: Any, path: str) -> None:
    assert gateway.get(path).json()["path"] == path


@pytest.mark.parametrize(
    "path",
    [
        "/internal/parties/brokers/1/",
        "/internal",
        "/INTERNAL/auth/",
        "//internal/auth/",
        "/api/parties/..%2f..%2finternal/auth/",
        "/api/parties/%2e%2e/%2e%2e/internal/auth/",
        "/api/unknown/",
        "/api/",
    ],
)
def test_what_is_inside_or_nowhere_is_not_found(gateway: Any, path: str) -> None:
    answer = gateway.raw(f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n")
    assert answer.startswith("HTTP/1.1 404 ")
    assert "application/problem+json" in answer


@pytest.mark.parametrize(
    ("path", "to"),
    [
        ("//evil.example/../api", "/evil.example/../api/"),
        ("//evil.example/../api/auth/me", "/evil.example/../api/auth/me/"),
        ("/%5Cevil.example/../api", "/%5Cevil.example/../api/"),
        ("/api/auth/me?next=//evil.example", "/api/auth/me/?next=//evil.example"),
    ],
)
def test_a_redirect_names_no_host_and_no_scheme(gateway: Any, path: str, to: str) -> None:
    answer = gateway.raw(f"GET {path} HTTP/1.1\r\nHost: localhost:1\r\nConnection: close\r\n\r\n")
    assert answer.startswith("HTTP/1.1 308 ")
    assert f"\r\nLocation: {to}\r\n" in answer


def test_health(gateway: Any) -> None:
    assert gateway.get("/healthz/").json() == {"status": "ok"}


def test_the_socket_takes_upgrades_only(gateway: Any) -> None:
    refused = gateway.get("/ws/")
    assert (refused.status_code, refused.json()["code"]) == (426, "upgrade_required")
    upgraded = gateway.get("/ws/", headers={"Connection": "Upgrade", "Upgrade": "websocket", "X-User-Id": "1"})
    heard = upgraded.json()["headers"]
    assert (heard["Upgrade"], heard["X-Forwarded-For"]) == ("websocket", "127.0.0.1")
    assert "X-User-Id" not in heard


def test_a_page_of_the_app_is_the_app(gateway: Any) -> None:
    for path in ("/", "/applications/0198a000-0001-7000-8000-000000000001", "/login?next=/pipeline"):
        answer = gateway.get(path)
        assert "<title>Lend</title>" in answer.text
        assert answer.headers["Cache-Control"] == "no-cache"


def test_hashed_files_are_kept_for_ever_and_missing_ones_are_missing(gateway: Any) -> None:
    assert "immutable" in gateway.get("/assets/app-1a2b3c.js").headers["Cache-Control"]
    assert gateway.get("/assets/app-gone.js").status_code == 404
