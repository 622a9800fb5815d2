"""gunicorn as the services run it: it answers, logs JSON, keeps no connection across the fork and ends when told."""

import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from http.client import HTTPConnection

import pytest
import requests

from lendkit.runtime import db

PROGRAM = """
import sys
from lendkit.runtime import db
from flask import request
from lendkit.web.access import public
from lendkit.web.app import create_app
from lendkit.web.blueprint import blueprint
from lendkit.web.responses import json_text
from lendkit.web.server import serve
from lendkit.runtime.settings import Settings

settings = Settings(service="auth", database_url=sys.argv[1], bind=sys.argv[2])

def make():
    blp = blueprint("auth", "echo")

    @blp.post("/echo/")
    @public
    def echo():
        return json_text({"got": request.get_json()})

    app = create_app("auth", settings, [blp], title="Sample")
    db.scalar("SELECT 1")
    return app

serve(make, settings)
"""


@pytest.fixture
def server(database: db.Database) -> Iterator[tuple[subprocess.Popen[str], str]]:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        bind = f"127.0.0.1:{free.getsockname()[1]}"
    url = database.url.replace("+psycopg2", "")
    command = [sys.executable, "-c", PROGRAM, url, bind]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=os.environ)
    try:
        _wait(f"http://{bind}/api/auth/health/ready/", process)
        yield process, f"http://{bind}"
    finally:
        if process.poll() is None:
            process.kill()
        process.communicate()


def test_answers_logs_json_and_ends_when_told(server: tuple[subprocess.Popen[str], str]) -> None:
    process, url = server
    assert requests.get(f"{url}/api/auth/nothing/", timeout=5).json()["code"] == "not_found"
    process.send_signal(signal.SIGTERM)
    out, err = process.communicate(timeout=20)
    assert process.returncode == 0
    lines = [json.loads(line) for line in out.splitlines()]
    assert any(line["event"] == "request" and line["status"] == 404 for line in lines)
    assert any("gunicorn" in str(line["event"]).lower() or "Listening" in str(line["event"]) for line in lines)
    assert err == ""


@pytest.mark.parametrize(
    "rest",
    [[b'{"a":"', *[b"x" * 100_000] * 12, b'"}'], [b'{"a":1}' + b" " * 1024 * 1024, b"rubbish"]],
    ids=["long", "cut"],
)
def test_a_large_body_in_chunks_is_413(server: tuple[subprocess.Popen[str], str], rest: list[bytes]) -> None:
    """Also where the first megabyte alone would be good JSON: half of a body is never taken for the whole."""
    _, url = server
    headers = {"Content-Type": "application/json"}
    assert requests.post(f"{url}/api/auth/echo/", data=iter(rest), headers=headers, timeout=5).status_code == 413
    small = requests.post(f"{url}/api/auth/echo/", data=iter([b'{"a":', b"1}"]), headers=headers, timeout=5)
    assert small.json() == {"got": {"a": 1}}


@pytest.mark.parametrize("path", ["/api/auth/nothing/", "/api/auth/who/", "/api/auth/echo/"])
def test_a_refused_body_does_not_cost_the_next_one_the_connection(
    server: tuple[subprocess.Popen[str], str], path: str
) -> None:
    """The gateway sends many people's requests on one connection."""
    connection = HTTPConnection(server[1].removeprefix("http://"), timeout=5)
    for _ in range(3):
        connection.request("POST", path, b"x" * 900_000, {"Content-Type": "text/plain"})
        refused = connection.getresponse()
        assert refused.status in (401, 404, 405, 415) and refused.read()
        kept = connection.sock
        connection.request("GET", "/api/auth/health/live/")
        assert connection.getresponse().read() and connection.sock is kept
    connection.close()


def _wait(url: str, process: subprocess.Popen[str]) -> None:
    deadline = time.monotonic() + 20
    while time.monotonic() < deadline and process.poll() is None:
        try:
            if requests.get(url, timeout=1).status_code == 200:
                return
        except requests.ConnectionError:
            time.sleep(0.1)
    raise AssertionError(
        f"the server did not start: {process.communicate(timeout=5) if process.poll() is not None else url}"
    )
