"""The pytest plugin: `database`, `client`, `emitted` and `deliver` for the service whose conftest names itself."""

import importlib
import os
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from flask import Flask

from lendkit.contracts.envelope import Event
from lendkit.messaging import work
from lendkit.runtime import bootstrap, context, db
from lendkit.testing import servers
from lendkit.testing.client import Client
from lendkit.testing.databases import Databases
from lendkit.testing.tokens import Issuer
from lendkit.web.auth import Verifier


@pytest.fixture(scope="session")
def postgres_url() -> str:
    return servers.postgres_url()


@pytest.fixture(scope="session")
def amqp_url() -> str:
    return servers.amqp_url()


@pytest.fixture(scope="session")
def service() -> str:
    """Overridden by each service's conftest."""
    raise pytest.UsageError("this test needs a conftest with a session fixture `service`")


@pytest.fixture(scope="session")
def settings_extra() -> dict[str, Any]:
    """Overridden where a service has settings of its own."""
    return {}


@pytest.fixture(scope="session")
def databases(postgres_url: str, service: str) -> Iterator[Databases]:
    prepared = Databases(postgres_url, service, os.environ.get("PYTEST_XDIST_WORKER", "main"))
    prepared.prepare()
    yield prepared
    prepared.close()


@pytest.fixture(scope="session")
def issuer() -> Issuer:
    return Issuer()


@pytest.fixture
def database(databases: Databases, issuer: Issuer) -> Iterator[db.Database]:
    """This test's own database, bound as the process's current one, every emitted event checked by its schema."""
    url = databases.clone()
    bound = db.use(db.Database(url, pool_size=5))
    work.check_events(True)
    issuer.trust()
    yield bound
    bound.dispose()
    databases.drop(url)


@pytest.fixture
def settings(database: db.Database, service: str, settings_extra: dict[str, Any]) -> Any:
    cls = importlib.import_module(f"{service}.settings").Settings
    return cls(service=service, database_url=database.url, check_events=True, **settings_extra)


@pytest.fixture
def client(settings: Any, database: db.Database, service: str, issuer: Issuer) -> Client:
    """Anonymous; `client.acting(role, …)` signs in."""
    app = _app(service, settings)
    db.use(database)
    return Client(app, issuer)


_apps: dict[str, Flask] = {}


def _app(service: str, settings: Any) -> Flask:
    """One for all tests whose settings differ in the database only: its OpenAPI document takes longer than most tests.

    What the app keeps of its settings is made again, so that no test sees what another left.
    """
    key = repr(sorted({**vars(settings), "database_url": ""}.items()))
    if key not in _apps:
        _apps[key] = importlib.import_module(f"{service}.app").create_app(settings)
        return _apps[key]
    bootstrap.start(settings)
    _apps[key].extensions["lend_verifier"] = Verifier(settings)
    return _apps[key]


@pytest.fixture
def emitted(database: db.Database) -> Callable[..., list[Event]]:
    """The events in this test's outbox, in order; of one type if named."""

    def read(type: str | None = None) -> list[Event]:
        rows = db.all("SELECT payload FROM outbox WHERE :type IS NULL OR type = :type ORDER BY seq", {"type": type})
        return [Event.from_wire(row.payload) for row in rows]

    return read


@pytest.fixture
def deliver(database: db.Database, service: str) -> Callable[..., None]:
    """Hand events to the service's consumer as the bus would: one batch, one transaction, inbox included."""

    def run(*events: Event) -> None:
        from lendkit.messaging import consume

        consume.take(list(events), importlib.import_module(f"{service}.consumers").HANDLERS)

    return run


@pytest.fixture
def as_system() -> Iterator[None]:
    with context.bind(actor=context.SYSTEM):
        yield
