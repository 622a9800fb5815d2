"""Limits per network address in production: more is refused, and another address is not affected."""

import socket
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from deploy.local.infra.nginx import Nginx
from deploy.local.machine.places import Places
from deploy.local.machine.ports import NAMES, free
from gateway.render import DEFAULTS

MOST = int(DEFAULTS["SOCKETS_PER_CALLER"])
UPGRADE = (
    "GET /ws/ HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
    "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n"
)
SWITCHED = b"HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\n"
EMPTY = b"HTTP/1.1 204 No Content\r\nConnection: close\r\n\r\n"


class Production(Nginx):
    """With the limits that a container has."""

    def _values(self) -> dict[str, str]:
        own = {name: DEFAULTS[name] for name in ("SOCKETS_PER_CALLER", "CALLS_PER_CALLER", "API_RATE", "API_BURST")}
        return {
            **super()._values(),
            **own,
            "LOGIN_RATE": DEFAULTS["LOGIN_RATE"],
            "LOGIN_BURST": DEFAULTS["LOGIN_BURST"],
        }


@dataclass
class Client:
    port: int

    def send(self, text: str, address: str) -> socket.socket:
        connection = socket.create_connection(("127.0.0.1", self.port), 10, (address, 0))
        connection.sendall(text.encode())
        return connection


@pytest.fixture
def holding() -> Iterator[int]:
    """An upstream that opens every socket and keeps it, and has nothing to say to anything else."""
    listener = socket.create_server(("127.0.0.1", 0), backlog=500)
    kept: list[socket.socket] = []

    def serve() -> None:
        while True:
            try:
                connection, _ = listener.accept()
            except OSError:
                return
            if b" /ws/ " in connection.recv(65536):
                connection.sendall(SWITCHED)
                kept.append(connection)
            else:
                connection.sendall(EMPTY)
                connection.close()

    threading.Thread(target=serve, daemon=True).start()
    yield int(listener.getsockname()[1])
    listener.close()
    for connection in kept:
        connection.close()


@pytest.fixture
def client(holding: int, tmp_path: Path) -> Iterator[Client]:
    places = Places(tmp_path / "data")
    places.make()
    port = next(port for port in range(32000, 33000) if free(port))
    nginx = Production(places, {**dict.fromkeys(NAMES, holding), "gateway": port}, tmp_path)
    nginx.prepare()
    process = nginx.process()
    process.start()
    deadline = time.monotonic() + 10
    while free(port):
        assert time.monotonic() < deadline
        time.sleep(0.05)
    yield Client(port)
    process.stop()
    while not process.ended():
        time.sleep(0.05)


def status(connection: socket.socket) -> int:
    return int(connection.recv(4096).split(b" ")[1])


def test_one_address_has_a_limit_of_open_sockets(client: Client) -> None:
    with ExitStack() as opened:

        def ask(address: str) -> int:
            return status(opened.enter_context(client.send(UPGRADE, address)))

        assert {ask("127.0.3.1") for _ in range(MOST)} == {101}
        assert [ask("127.0.3.1") for _ in range(3)] == [429] * 3
        assert ask("127.0.3.2") == 101


def test_passwords_are_guessed_a_few_at_a_time(client: Client) -> None:
    """30 a minute, 10 of them at once."""
    text = "POST /api/auth/login/ HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
    most = int(DEFAULTS["LOGIN_BURST"]) + 1

    def guess(address: str) -> Any:
        with client.send(text, address) as connection:
            return status(connection)

    seen = [guess("127.0.3.3") for _ in range(most + 20)]
    assert 429 not in seen[:most] and seen[-1] == 429
    assert guess("127.0.3.4") != 429
