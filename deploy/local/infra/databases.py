"""One database, one owner and one login per service; a login reaches no other service's data."""

from collections.abc import Mapping
from typing import Any, Protocol

import psycopg2
from psycopg2 import sql

from deploy.local.machine.service_list import SERVICES


class Cluster(Protocol):
    """A PostgreSQL server; `url()` is its administrator's way in."""

    def url(self, database: str = "postgres") -> str: ...


_ROLE = """
DO $$ BEGIN
  IF NOT EXISTS (SELECT 1 FROM pg_roles WHERE rolname = {name}) THEN CREATE ROLE {role} LOGIN; END IF;
END $$;
ALTER ROLE {role} LOGIN PASSWORD {password} NOSUPERUSER NOCREATEDB NOCREATEROLE;
"""
# Whatever the cluster was made with, names may have accents.
_CREATE = "CREATE DATABASE {database} OWNER {owner} ENCODING 'UTF8' TEMPLATE template0"
_DATABASE = """
REVOKE ALL ON DATABASE {database} FROM PUBLIC;
GRANT CONNECT ON DATABASE {database} TO {login};
"""
_GRANTS = """
REVOKE ALL ON SCHEMA public FROM PUBLIC;
GRANT USAGE ON SCHEMA public TO {login};
GRANT USAGE, CREATE ON SCHEMA public TO {owner};
ALTER DEFAULT PRIVILEGES FOR ROLE {owner} IN SCHEMA public
  GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO {login};
ALTER DEFAULT PRIVILEGES FOR ROLE {owner} IN SCHEMA public GRANT USAGE ON SEQUENCES TO {login};
"""


def make(postgres: Cluster, secrets: Mapping[str, Any]) -> None:
    """Create what is missing; set passwords and grants again, so that a second run changes nothing."""
    for service in SERVICES:
        names = {
            "database": sql.Identifier(service),
            "owner": sql.Identifier(f"{service}_owner"),
            "login": sql.Identifier(service),
        }
        _run(postgres.url(), _roles(service, secrets))
        if not _exists(postgres, service):
            _run(postgres.url(), sql.SQL(_CREATE).format(**names))
        _run(postgres.url(), sql.SQL(_DATABASE).format(**names))
        _run(postgres.url(service), sql.SQL(_GRANTS).format(**names))


def _roles(service: str, secrets: Mapping[str, Any]) -> sql.Composed:
    passwords = {service: secrets["logins"][service], f"{service}_owner": secrets["owners"][service]}
    return sql.Composed(
        sql.SQL(_ROLE).format(name=sql.Literal(name), role=sql.Identifier(name), password=sql.Literal(password))
        for name, password in passwords.items()
    )


def _exists(postgres: Cluster, database: str) -> bool:
    return bool(
        _run(postgres.url(), sql.SQL("SELECT 1 FROM pg_database WHERE datname = {}").format(sql.Literal(database)))
    )


def _run(url: str, statement: sql.Composable) -> list[Any]:
    connection = psycopg2.connect(url, connect_timeout=5)
    connection.autocommit = True
    try:
        with connection.cursor() as cursor:
            cursor.execute(statement)
            return cursor.fetchall() if cursor.description else []
    finally:
        connection.close()
