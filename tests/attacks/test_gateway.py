"""The one door: verbs nobody meant, headers that pretend, bodies that never end, connections that only sit there."""

import re
import socket
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from typing import Any
from urllib.parse import urlsplit

import pytest
import requests

from lendkit.values.identifiers import uuid7
from tests.attacks.operations import METHODS, operations

PATHS = sorted({operation.path for operation in operations()})
Raw = Callable[..., socket.socket]


@pytest.fixture
def raw(stack: dict[str, Any]) -> Iterator[Raw]:
    """A connection to the gateway on which these bytes were sent, from an address of its own."""
    at = urlsplit(stack["base_url"])
    with ExitStack() as opened:

        def open(text: str = "") -> socket.socket:
            connection = opened.enter_context(socket.create_connection((at.hostname, at.port), 20, ("127.0.2.1", 0)))
            connection.sendall(text.replace("{host}", at.netloc).encode())
            return connection

        yield open


def status(connection: socket.socket) -> int:
    """0 where it was closed without a word."""
    try:
        answer = connection.recv(4096)
    except ConnectionResetError:
        return 0
    return int(answer.split(b" ")[1]) if answer else 0


@pytest.mark.parametrize("path", PATHS)
def test_a_verb_that_a_path_does_not_know_does_nothing(sign_in: Callable[[str], Any], path: str) -> None:
    """Nor does one that is smuggled in by a header or a field."""
    admin = sign_in("admin")
    known = {operation.method for operation in operations() if operation.path == path}
    url = admin.base_url + re.sub(r"\{\w+\}", str(uuid7()), path)
    for verb in {method.upper() for method in METHODS} - known:
        answer = admin.session.request(verb, url, timeout=10)
        assert answer.status_code == 405, f"{verb} {path}: {answer.text}"
        assert known <= set(answer.headers["Allow"].replace(" ", "").split(","))
    if "GET" in known and "POST" not in known:
        for name in ("X-HTTP-Method-Override", "X-HTTP-Method", "X-Method-Override"):
            tried = admin.session.post(f"{url}?_method=DELETE", headers={name: "DELETE"}, timeout=10)
            assert tried.status_code == 405


@pytest.mark.parametrize("name", ["X-User-Id", "X-User-Role", "X-Actor", "X-Remote-User", "Remote-User", "X-Role"])
def test_a_header_makes_nobody_somebody(stack: dict[str, Any], sign_in: Callable[[str], Any], name: str) -> None:
    headers = {name: "admin", "X-User-Role": "admin"}
    assert requests.get(f"{stack['base_url']}/api/auth/users/", headers=headers, timeout=10).status_code == 401
    client = sign_in("client")
    answer = client.session.get(f"{stack['base_url']}/api/auth/users/", headers=headers, timeout=10)
    assert answer.status_code == 403


SMUGGLED = {
    "a length and chunks": "POST /api/applications/ HTTP/1.1\r\nHost: {host}\r\nContent-Length: 4\r\n"
    "Transfer-Encoding: chunked\r\n\r\n0\r\n\r\nGET /internal/finance/metrics/ HTTP/1.1\r\nHost: {host}\r\n\r\n",
    "chunks, said oddly": "POST /api/applications/ HTTP/1.1\r\nHost: {host}\r\n"
    "Transfer-Encoding: xchunked\r\n\r\n0\r\n\r\n",
    "two lengths": "POST /api/applications/ HTTP/1.1\r\nHost: {host}\r\n"
    "Content-Length: 4\r\nContent-Length: 5\r\n\r\nabcd",
    "a length below nothing": "POST /api/applications/ HTTP/1.1\r\nHost: {host}\r\nContent-Length: -1\r\n\r\n",
    "two hosts": "GET /api/applications/ HTTP/1.1\r\nHost: {host}\r\nHost: evil.example\r\n\r\n",
    "another's host": "GET /api/applications/ HTTP/1.1\r\nHost: evil.example\r\n\r\n",
    "a host in the address": "GET http://evil.example/api/applications/ HTTP/1.1\r\nHost: {host}\r\n\r\n",
    "an old protocol": "GET /api/applications/ HTTP/1.0\r\nHost: {host}\r\n\r\n",
    "TRACE": "TRACE /api/applications/ HTTP/1.1\r\nHost: {host}\r\n\r\n",
    "CONNECT": "CONNECT 127.0.0.1:5432 HTTP/1.1\r\nHost: {host}\r\n\r\n",
    "a line feed in a header": "GET /api/applications/ HTTP/1.1\r\nHost: {host}\r\nX: a\n\x00b\r\n\r\n",
}


@pytest.mark.parametrize("what", SMUGGLED)
def test_what_two_servers_would_read_differently_is_read_by_none(raw: Raw, what: str) -> None:
    assert status(raw(SMUGGLED[what])) in (400, 405, 501)


SLOW = "POST /api/applications/ HTTP/1.1\r\nHost: {host}\r\nContent-Length: 100000\r\n\r\n{"


def test_those_who_send_a_byte_at_a_time_hold_up_nobody(sign_in: Callable[[str], Any], raw: Raw) -> None:
    """More of them than a service has threads: the gateway waits for a body, the service only for whole ones."""
    slow = [raw(SLOW) for _ in range(40)]
    idle = [raw() for _ in range(200)]
    broker = sign_in("broker")
    for _ in range(5):
        for connection in slow:
            connection.sendall(b" ")
        began = time.monotonic()
        assert broker.get("/api/applications/?limit=1").status_code == 200
        assert time.monotonic() - began < 1
    assert len(slow) + len(idle) == 240


@pytest.mark.slow
def test_who_stops_sending_is_let_go(raw: Raw) -> None:
    """A head that is never finished after 10 s, a body that stops after 15."""
    began = time.monotonic()
    head, body = raw("GET /api/applications/ HTTP/1.1\r\nHost: {host}\r\nX-"), raw(SLOW)
    assert status(head) in (0, 408) and time.monotonic() - began < 13
    assert status(body) in (0, 408) and time.monotonic() - began < 19
