"""This folder tests the notifications service."""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest
import requests
from sqlalchemy.engine import make_url

from lendkit.runtime import db
from notifications.settings import Settings

ORIGIN = "https://lend.example"
SECRET = "a secret that only this service has"


@pytest.fixture(scope="session")
def service() -> str:
    return "notifications"


@pytest.fixture(scope="session")
def settings_extra() -> dict[str, Any]:
    return {"client_secret": SECRET, "base_url": ORIGIN}


@pytest.fixture(autouse=True)
def own_settings(settings_extra: dict[str, Any]) -> None:
    """Emails are written with the service's own settings, also where a test needs no app."""
    Settings(service="notifications", database_url="", **settings_extra).use()


@dataclass
class Live:
    """The socket process, as it runs in production."""

    process: subprocess.Popen[str]
    address: str

    @property
    def url(self) -> str:
        return f"ws://{self.address}/ws/"


@pytest.fixture
def free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


@pytest.fixture
def live(database: db.Database, amqp_url: str, free_port: int) -> Iterator[Live]:
    address = f"127.0.0.1:{free_port}"
    own_login = make_url(amqp_url).set(username="notifications", password="test")
    environment = {
        **os.environ,
        "DATABASE_URL": database.url.replace("+psycopg2", ""),
        "AMQP_URL": own_login.render_as_string(hide_password=False),
        "WS_BIND": address,
        "ALLOWED_ORIGINS": ORIGIN,
    }
    process = subprocess.Popen([sys.executable, "-m", "notifications", "ws"], env=environment, text=True)
    try:
        _wait(address, process)
        yield Live(process, address)
    finally:
        process.terminate()
        assert process.wait(timeout=30) == 0  # SIGTERM ends it in good order


def _wait(address: str, process: subprocess.Popen[str]) -> None:
    deadline = time.monotonic() + 60
    while True:
        try:
            assert requests.get(f"http://{address}/healthz/", timeout=2).status_code == 200
            return
        except requests.ConnectionError:
            assert process.poll() is None and time.monotonic() < deadline
            time.sleep(0.1)
