"""A service's login on PostgreSQL, in wrong hands: its own rows, in its own database, and no more."""

from collections.abc import Callable
from typing import Any

import psycopg2
import pytest
from psycopg2.errors import InsufficientPrivilege
from sqlalchemy.engine import make_url

from deploy.local.roster import SERVICES


def at(url: str, **other: Any) -> Any:
    return psycopg2.connect(make_url(url).set(**other).render_as_string(hide_password=False), connect_timeout=5)


@pytest.mark.parametrize("service", SERVICES)
def test_it_comes_into_its_own_database_only(stack: dict[str, Any], service: str) -> None:
    url = stack["databases"][service]
    at(url).close()
    for other in {*SERVICES} - {service}:
        with pytest.raises(psycopg2.OperationalError, match="permission denied|CONNECT"):
            at(url, database=other)


ACTS = {
    "makes a table": "CREATE TABLE theirs (id int)",
    "makes a function": "CREATE FUNCTION theirs() RETURNS int LANGUAGE sql AS 'SELECT 1'",
    "changes a table": "ALTER TABLE outbox ADD COLUMN theirs int",
    "drops a table": "DROP TABLE outbox",
    "takes a trigger away": "ALTER TABLE outbox DISABLE TRIGGER ALL",
    "reads passwords": "SELECT rolpassword FROM pg_authid",
    "reads a file": "SELECT pg_read_file('/etc/passwd')",
    "writes a file": "COPY (SELECT 1) TO '/tmp/theirs'",
    "runs a program": "COPY (SELECT 1) TO PROGRAM 'id'",
    "makes a login": "CREATE ROLE theirs LOGIN SUPERUSER",
    "becomes the owner": "SET ROLE {service}_owner",
    "makes an extension": "CREATE EXTENSION dblink",
}


@pytest.mark.parametrize("act", ACTS)
@pytest.mark.parametrize("service", SERVICES)
def test_it_changes_rows_and_nothing_else(stack: dict[str, Any], service: str, act: str) -> None:
    connection = at(stack["databases"][service])
    try:
        with connection.cursor() as cursor, pytest.raises(InsufficientPrivilege):
            cursor.execute(ACTS[act].format(service=service))
    finally:
        connection.rollback()
        connection.close()


@pytest.mark.parametrize("table", ["journal_entry", "posting", "account_balance"])
@pytest.mark.parametrize("act", ["DELETE FROM {table}", "TRUNCATE {table}", "DROP TABLE {table}"])
def test_the_ledger_is_only_added_to(stack: dict[str, Any], act: str, table: str) -> None:
    connection = at(stack["databases"]["finance"])
    try:
        with connection.cursor() as cursor, pytest.raises(InsufficientPrivilege):
            cursor.execute(act.format(table=table))
    finally:
        connection.rollback()
        connection.close()


def test_everything_is_as_before(dev: Callable[..., int], eventually: Callable[..., Any]) -> None:
    eventually(lambda: dev("verify") == 0, 20)
