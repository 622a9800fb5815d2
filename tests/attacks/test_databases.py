"""A service's login on PostgreSQL, in wrong hands: its own rows, in its own database, and no more."""

from collections.abc import Callable, Iterable
from typing import Any

import psycopg2
import pytest
from psycopg2.errors import InsufficientPrivilege
from sqlalchemy.engine import make_url

from deploy.local.machine.service_list import SERVICES


def at(url: str, **other: Any) -> Any:
    return psycopg2.connect(make_url(url).set(**other).render_as_string(hide_password=False), connect_timeout=5)


@pytest.mark.parametrize("service", SERVICES)
def test_it_comes_into_its_own_database_only(stack: dict[str, Any], service: str) -> None:
    url = stack["databases"][service]
    at(url).close()
    for other in {*SERVICES} - {service}:
        with pytest.raises(psycopg2.OperationalError, match=r"permission denied|CONNECT"):
            at(url, database=other)


ACTS = (
    "CREATE TABLE theirs (id int)",
    "CREATE FUNCTION theirs() RETURNS int LANGUAGE sql AS 'SELECT 1'",
    "ALTER TABLE outbox ADD COLUMN theirs int",
    "DROP TABLE outbox",
    "ALTER TABLE outbox DISABLE TRIGGER ALL",
    "SELECT rolpassword FROM pg_authid",
    "SELECT pg_read_file('/etc/passwd')",
    "COPY (SELECT 1) TO '/tmp/theirs'",
    "COPY (SELECT 1) TO PROGRAM 'id'",
    "CREATE ROLE theirs LOGIN SUPERUSER",
    "SET ROLE {service}_owner",
    "CREATE EXTENSION dblink",
)


def allowed(url: str, statements: Iterable[str]) -> list[str]:
    """Those of the statements that are not refused; nothing of them stays."""
    succeeded, connection = [], at(url)
    for statement in statements:
        try:
            with connection.cursor() as cursor:
                cursor.execute(statement)
            succeeded.append(statement)
        except InsufficientPrivilege:
            pass
        finally:
            connection.rollback()
    connection.close()
    return succeeded


@pytest.mark.parametrize("service", SERVICES)
def test_it_changes_rows_and_nothing_else(stack: dict[str, Any], service: str) -> None:
    statements = [statement.format(service=service) for statement in ACTS]
    assert allowed(stack["databases"][service], statements) == []
    assert allowed(stack["databases"][service], ["DELETE FROM inbox"]) == ["DELETE FROM inbox"]


def test_the_ledger_is_only_added_to(stack: dict[str, Any]) -> None:
    tables, ways = ("journal_entry", "posting", "account_balance"), ("DELETE FROM", "TRUNCATE", "DROP TABLE")
    statements = [f"{way} {table}" for way in ways for table in tables]
    statements += [
        "UPDATE posting SET line = line",
        "UPDATE account_balance SET version = 0",
        "INSERT INTO account_balance DEFAULT VALUES",
    ]
    assert allowed(stack["databases"]["finance"], statements) == []


def test_everything_is_as_before(dev: Callable[..., int], eventually: Callable[..., Any]) -> None:
    eventually(lambda: dev("verify") == 0, 20)
