"""A fresh database per test, cloned from a template that the service's own migrations made once."""

from dataclasses import dataclass
from typing import Any

import psycopg2
from sqlalchemy.engine import URL, make_url

from lendkit.runtime import migrate

PASSWORD = "test"


@dataclass
class Databases:
    """Databases of one service on the test server; `worker` keeps parallel test processes apart."""

    server: str
    service: str
    worker: str
    made: int = 0

    @property
    def template(self) -> str:
        return f"t_{self.service}_{self.worker}"

    def prepare(self) -> None:
        """Make the roles and the migrated template."""
        owner = f"{self.service}_owner"
        for role in (owner, self.service):
            self._admin(
                f"DO $$ BEGIN CREATE ROLE {role} LOGIN PASSWORD '{PASSWORD}';"
                " EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL; END $$"
            )
        self._admin(f"DROP DATABASE IF EXISTS {self.template} WITH (FORCE)")
        self._admin(f"CREATE DATABASE {self.template} OWNER {owner}")
        self._grant(owner)
        migrate.upgrade(self.service, self.url(self.template, owner))

    def clone(self) -> str:
        """URL of a new database, as the service's own restricted login."""
        self.made += 1
        name = f"{self.template}_{self.made}"
        self._admin(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")
        self._admin(f"CREATE DATABASE {name} TEMPLATE {self.template} OWNER {self.service}_owner")
        return self.url(name, self.service)

    def drop(self, url: str) -> None:
        self._admin(f"DROP DATABASE IF EXISTS {make_url(url).database} WITH (FORCE)")

    def url(self, database: str, role: str) -> str:
        url = make_url(self.server).set(drivername="postgresql", username=role, password=PASSWORD, database=database)
        return _text(url)

    def _grant(self, owner: str) -> None:
        """What a deployment's bootstrap does: the login may use what the owner's migrations make, and no more."""
        url = _text(make_url(self.server).set(drivername="postgresql", database=self.template))
        _run(
            url,
            f"GRANT CREATE, USAGE ON SCHEMA public TO {owner};"
            f"ALTER DEFAULT PRIVILEGES FOR ROLE {owner} IN SCHEMA public"
            f" GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO {self.service};"
            f"ALTER DEFAULT PRIVILEGES FOR ROLE {owner} IN SCHEMA public GRANT USAGE ON SEQUENCES TO {self.service};",
        )

    def _admin(self, statement: str) -> None:
        _run(_text(make_url(self.server).set(drivername="postgresql")), statement)


def _text(url: URL) -> str:
    return url.render_as_string(hide_password=False)


def _run(url: str, statement: str) -> Any:
    connection = psycopg2.connect(url)
    connection.autocommit = True
    try:
        with connection.cursor() as cursor:
            cursor.execute(statement)
    finally:
        connection.close()
