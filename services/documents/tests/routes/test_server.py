"""Uploads to a running server: incomplete ones, wrong lengths, and a process that dies between file and row."""

import contextlib
import os
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
import requests

from lendkit.runtime import db
from lendkit.testing.tokens import Issuer
from services.documents.tests import samples

PDF = samples.pdf()
FORM = (
    b'--x\r\nContent-Disposition: form-data; name="type"\r\n\r\nother\r\n'
    b'--x\r\nContent-Disposition: form-data; name="file"; filename="a.pdf"\r\n\r\n'
)
WHOLE = FORM + PDF + b"\r\n--x--\r\n"


@dataclass
class Running:
    process: subprocess.Popen[bytes]
    port: int
    token: str

    def send(self, body: Any, **headers: str) -> requests.Response:
        sent = {
            "Authorization": f"Bearer {self.token}",
            "Content-Type": "multipart/form-data; boundary=x",
            "Connection": "close",
            **headers,
        }
        return requests.post(f"http://127.0.0.1:{self.port}/api/documents/", data=body, headers=sent, timeout=30)

    def begin(self, sent: bytes, length: int) -> socket.socket:
        """A request that says it has `length` bytes and has sent these."""
        head = (
            f"POST /api/documents/ HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer {self.token}\r\n"
            f"Content-Type: multipart/form-data; boundary=x\r\nContent-Length: {length}\r\n\r\n"
        )
        connection = socket.create_connection(("127.0.0.1", self.port), timeout=10)
        connection.sendall(head.encode() + sent)
        return connection


Start = Callable[..., Running]


@pytest.fixture
def start(database: db.Database, store: Path, issuer: Issuer, tmp_path: Path) -> Iterator[Start]:
    running: list[Running] = []

    def begin(**environment: str) -> Running:
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        env = {
            **os.environ,
            "DATABASE_URL": database.url.replace("+psycopg2", ""),
            "BIND": f"127.0.0.1:{port}",
            "STORE_DIR": str(store),
            **environment,
        }
        with (tmp_path / "log").open("ab") as log:
            process = subprocess.Popen([sys.executable, "-m", "documents", "web"], env=env, stdout=log, stderr=log)
        running.append(Running(process, port, issuer.token("broker", user_id=UUID(int=7), links={})))
        _until(lambda: _ready(port))
        return running[-1]

    yield begin
    for process in running:
        process.process.terminate()
        process.process.wait(20)


def _ready(port: int) -> bool:
    try:
        return requests.get(f"http://127.0.0.1:{port}/api/documents/health/ready/", timeout=2).status_code == 200
    except requests.ConnectionError:
        return False


def _until(look: Callable[[], Any], seconds: float = 30) -> None:
    deadline = time.monotonic() + seconds
    while not look():
        assert time.monotonic() < deadline, "it did not come true in time"
        time.sleep(0.05)


def rows() -> int:
    return int(db.scalar("SELECT count(*) FROM document"))


def test_a_client_that_goes_away_leaves_nothing(start: Start, kept: Callable[[], int]) -> None:
    service = start()
    half = FORM + b"%PDF-1.7\n" + b" " * 200_000
    connection = service.begin(half, 2 * len(half))
    _until(lambda: kept() == 1)
    connection.close()
    _until(lambda: kept() == 0)
    assert rows() == 0
    key = {"Idempotency-Key": "retry-0001"}
    first, again = service.send(WHOLE, **key), service.send(WHOLE, **key)
    assert (first.status_code, again.json(), kept(), rows()) == (201, first.json(), 1, 1)


def test_a_length_that_is_wrong_is_400(start: Start, kept: Callable[[], int]) -> None:
    service = start()
    with service.begin(WHOLE, len(WHOLE) - 20) as connection:
        assert connection.recv(1000).startswith(b"HTTP/1.1 400 ")
    with service.begin(WHOLE, len(WHOLE) + 20) as connection:
        connection.shutdown(socket.SHUT_WR)
        assert connection.recv(1000).startswith(b"HTTP/1.1 400 ")
    assert (kept(), rows()) == (0, 0)


def test_a_body_in_chunks_is_taken_and_one_without_end_is_413(start: Start, kept: Callable[[], int]) -> None:
    service = start()
    assert service.send(iter([WHOLE[:700], WHOLE[700:]])).status_code == 201
    endless = iter([FORM, *[b"%PDF-1.7" + b" " * 1024 * 1024] * 27])
    with contextlib.suppress(requests.ConnectionError):  # it may hang up while we are still sending
        assert service.send(endless).status_code == 413
    assert (kept(), rows()) == (1, 1)


@pytest.mark.parametrize("point", ["file_kept", "before_commit"])
def test_a_process_that_dies_before_the_commit_leaves_no_row(start: Start, point: str, kept: Callable[[], int]) -> None:
    service = start(FAILPOINT=f"{point}:1")
    with pytest.raises(requests.ConnectionError):
        service.send(WHOLE, **{"Idempotency-Key": "killed-0001"})
    assert (kept(), rows()) == (1, 0), "the sweeper's"
    again = start().send(WHOLE, **{"Idempotency-Key": "killed-0001"})
    assert (again.status_code, rows()) == (201, 1)
