"""A fresh database per test, cloned from a template that the service's own migrations made once."""

import hashlib
import os
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

import psycopg2
from sqlalchemy.engine import URL, make_url

from lendkit.runtime import migrate

PASSWORD = "test"
# DROP DATABASE waits 100 ms for a connection that is still ending: those of a test before the last one are gone.
KEPT_AFTER_USE = 2


@dataclass
class Databases:
    """Databases of one service on the test server; `worker` keeps parallel test processes apart."""

    server: str
    service: str
    worker: str
    cloned: int = 0
    used: deque[str] = field(default_factory=deque)

    @cached_property
    def template(self) -> str:
        """Named by what the migrations are, so that on a server that stays up the next run has it already."""
        return f"template_{self.service}_{_migrations_digest(self.service)}"

    def prepare(self) -> None:
        """Make the roles and the migrated template, unless another run or worker made them on this server."""
        owner = f"{self.service}_owner"
        for role in (owner, self.service):
            self._admin(
                f"DO $$ BEGIN CREATE ROLE {role} LOGIN PASSWORD '{PASSWORD}';"
                " EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL; END $$"
            )
        with self._alone():
            if not self._exists(self.template):
                self._make_template(owner)

    def clone(self) -> str:
        """URL of a new database, as the service's own restricted login."""
        self.cloned += 1
        name = f"test_{self.service}_{self.worker}_{os.getpid()}_{self.cloned}"
        self._admin(f"CREATE DATABASE {name} TEMPLATE {self.template} OWNER {self.service}_owner STRATEGY file_copy")
        return self.url(name, self.service)

    def drop(self, url: str) -> None:
        """Soon: the last few are kept until `close`, because dropping what was used a moment ago takes long."""
        self.used.append(str(make_url(url).database))
        while len(self.used) > KEPT_AFTER_USE:
            self._drop(self.used.popleft())

    def close(self) -> None:
        while self.used:
            self._drop(self.used.popleft())
        self._connection.close()

    def url(self, database: str, role: str) -> str:
        url = make_url(self.server).set(drivername="postgresql", username=role, password=PASSWORD, database=database)
        return _text(url)

    def _make_template(self, owner: str) -> None:
        """Under another name first, so that one that was cut off is never taken for whole."""
        half = f"{self.template}_half"
        self._drop(half)
        self._admin(f"CREATE DATABASE {half} OWNER {owner}")
        self._grant(half, owner)
        migrate.upgrade(self.service, self.url(half, owner))
        self._admin(f"ALTER DATABASE {half} RENAME TO {self.template}")

    def _grant(self, database: str, owner: str) -> None:
        """What a deployment's bootstrap does: the login may use what the owner's migrations make, and no more."""
        connection = _connect(_text(make_url(self.server).set(drivername="postgresql", database=database)))
        defaults = f"ALTER DEFAULT PRIVILEGES FOR ROLE {owner} IN SCHEMA public GRANT"
        try:
            _execute(
                connection,
                f"GRANT CREATE, USAGE ON SCHEMA public TO {owner};"
                f"{defaults} SELECT, INSERT, UPDATE, DELETE ON TABLES TO {self.service};"
                f"{defaults} USAGE ON SEQUENCES TO {self.service};",
            )
        finally:
            connection.close()

    @contextmanager
    def _alone(self) -> Iterator[None]:
        """One process at a time makes the template of a service."""
        key = f"hashtext('template of {self.service}')"
        self._admin(f"SELECT pg_advisory_lock({key})")
        try:
            yield
        finally:
            self._admin(f"SELECT pg_advisory_unlock({key})")

    def _exists(self, database: str) -> bool:
        return bool(self._admin(f"SELECT 1 FROM pg_database WHERE datname = '{database}'"))

    def _drop(self, database: str) -> None:
        self._admin(f"DROP DATABASE IF EXISTS {database} WITH (FORCE)")

    @cached_property
    def _connection(self) -> Any:
        return _connect(_text(make_url(self.server).set(drivername="postgresql")))

    def _admin(self, statement: str) -> list[Any]:
        return _execute(self._connection, statement)


def _migrations_digest(service: str) -> str:
    """Of the service's migrations and of the tables that lendkit's own module makes for them."""
    scripts = sorted(file for file in migrate.folder(service).rglob("*") if file.suffix in (".py", ".sql"))
    files = [Path(migrate.__file__), *scripts]
    return hashlib.sha256(b"\0".join(file.read_bytes() for file in files)).hexdigest()[:12]


def _text(url: URL) -> str:
    return url.render_as_string(hide_password=False)


def _connect(url: str) -> Any:
    connection = psycopg2.connect(url)
    connection.autocommit = True
    return connection


def _execute(connection: Any, statement: str) -> list[Any]:
    with connection.cursor() as cursor:
        cursor.execute(statement)
        return cursor.fetchall() if cursor.description else []
