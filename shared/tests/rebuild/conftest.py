"""Parties as an owner with its log, in a process of its own; finance keeps copies of it."""

import os
import signal
import time
from collections.abc import Callable, Iterator
from typing import Any

import pytest
import requests
from werkzeug.serving import make_server

from lendkit.contracts.envelope import Event
from lendkit.messaging.work import work
from lendkit.runtime import db
from lendkit.runtime.runtime import RUNTIME
from lendkit.runtime.settings import Settings
from lendkit.testing.databases import Databases
from lendkit.testing.tokens import Issuer
from lendkit.web.app import create_app


@pytest.fixture
def owner(databases: Databases, issuer: Issuer) -> Iterator[db.Database]:
    """The database of parties: its log is the outbox."""
    made = db.Database(databases.clone(), pool_size=2)
    with RUNTIME.replaced(db.Database, made):
        issuer.trust()
    yield made
    made.dispose()
    databases.drop(made.url)


@pytest.fixture
def publish(owner: db.Database) -> Callable[..., None]:
    def run(*events: Event) -> None:
        with RUNTIME.replaced(db.Database, owner), work() as w:
            for event in events:
                w.emit(event)

    return run


@pytest.fixture
def owner_url(owner: db.Database, issuer: Issuer) -> Iterator[str]:
    """Its web process, which also stands in for auth's token route."""
    app = create_app("parties", Settings(service="parties", database_url=owner.url), [], title="Parties")
    token = {"access_token": issuer.service_token("finance"), "expires_in": 43200}

    def granted() -> dict[str, Any]:
        return token

    granted.access = "public"  # type: ignore[attr-defined]
    app.add_url_rule("/api/auth/token/", "granted", granted, methods=["POST"])
    server = make_server("127.0.0.1", 0, app)
    db.current().dispose()
    pid = os.fork()
    if pid == 0:
        server.serve_forever()
        os._exit(0)
    server.server_close()
    url = f"http://127.0.0.1:{server.server_port}"
    try:
        _await(url)
        yield url
    finally:
        os.kill(pid, signal.SIGKILL)
        os.waitpid(pid, 0)


def _await(url: str) -> None:
    deadline = time.monotonic() + 10
    while True:
        try:
            requests.get(f"{url}/api/parties/health/live/", timeout=2)
            return
        except requests.RequestException:
            assert time.monotonic() < deadline
            time.sleep(0.05)


@pytest.fixture
def keeper(owner_url: str, database: db.Database, databases: Databases) -> Settings:
    """Finance, as its `rebuild` verb sees it: with the rights of the owner of its tables."""
    return Settings(
        service="finance",
        database_url=database.url,
        migrate_database_url=database.url.replace("//auth:", "//auth_owner:"),
        auth_url=owner_url,
        parties_url=owner_url,
        client_secret="s3",
    )
