"""Headers that hold what no header should: refused, or not listened to, and never a failure of ours."""

import itertools
import socket
from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

import pytest

NAMES = (
    "Authorization",
    "Cookie",
    "If-Match",
    "Idempotency-Key",
    "Content-Type",
    "Accept",
    "Range",
    "Origin",
    "X-Client-Id",
    "X-Request-Id",
    "Traceparent",
)
VALUES = (
    b"\xe9\xff\xfe",
    b"a" * 3000,
    b"; ; =",
    b"-1",
    b"99999999999999999999",
    b"multipart/form-data; boundary=",
    b"application/json; charset=nonsense",
    b"Basic \xe9\xe9",
    b"Bearer \xe9.\xe9.\xe9",
)
CALLS = {
    "a login": ("POST", "/api/auth/login/", b"{}", b"application/json"),
    "a refresh": ("POST", "/api/auth/refresh/", b"{}", b"application/json"),
    "a client's token": (
        "POST",
        "/api/auth/token/",
        b"grant_type=client_credentials",
        b"application/x-www-form-urlencoded",
    ),
    "a submit": ("POST", "/api/applications/", b"{}", b"application/json"),
    "an upload": ("POST", "/api/documents/", b"--x--\r\n", b"multipart/form-data; boundary=x"),
    "a fee": ("POST", "/api/finance/fees/", b"{}", b"application/json"),
    "a list": ("GET", "/api/parties/borrowers/", b"", b""),
}


_hosts = itertools.count(1)


@pytest.fixture
def status(stack: dict[str, Any]) -> Callable[[bytes], int]:
    """Of the answer to these bytes, sent from an address of its own."""
    at, host = urlsplit(stack["base_url"]), f"127.0.4.{next(_hosts)}"

    def send(request: bytes) -> int:
        with socket.create_connection((at.hostname, at.port), 10, (host, 0)) as connection:
            connection.sendall(request)
            return int(connection.recv(4096).split(b" ")[1])

    return send


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("what", CALLS)
def test_no_header_makes_us_fail(
    stack: dict[str, Any], sign_in: Callable[[str], Any], status: Callable[[bytes], int], what: str, name: str
) -> None:
    method, path, body, type = CALLS[what]
    own = {
        "Host": urlsplit(stack["base_url"]).netloc.encode(),
        "Authorization": sign_in("admin").session.headers["Authorization"].encode(),
        "Content-Type": type,
        "Content-Length": str(len(body)).encode(),
        "Connection": b"close",
    }
    for value in VALUES:
        lines = b"".join(key.encode() + b": " + content + b"\r\n" for key, content in {**own, name: value}.items())
        answered = status(f"{method} {path} HTTP/1.1\r\n".encode() + lines + b"\r\n" + body)
        assert answered < 500 and answered != 429, value
