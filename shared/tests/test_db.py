"""The service's own database: what a restart of the server leaves in the pool hurts nobody."""

import psycopg2
import pytest
from sqlalchemy.exc import DBAPIError

from lendkit.messaging.work import work
from lendkit.runtime import db


@pytest.fixture(autouse=True)
def used(database: db.Database) -> db.Database:
    """With connections in both pools."""
    assert db.scalar("SELECT 1") == 1
    with work() as w:
        assert w.scalar("SELECT 1") == 1
    return database


def cut(database: db.Database) -> None:
    """End every connection from the other side, as a restart of the server does."""
    connection = psycopg2.connect(database.url.replace("+psycopg2", ""))
    with connection, connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity"
            " WHERE datname = current_database() AND pid <> pg_backend_pid() AND backend_type = 'client backend'"
        )
        assert cursor.rowcount >= 2
    connection.close()


def test_the_first_to_ask_after_a_restart_gets_an_answer(used: db.Database) -> None:
    cut(used)
    assert db.scalar("SELECT 1") == 1
    with work() as w:
        assert w.scalar("SELECT 1") == 1


def test_a_transaction_that_was_cut_is_an_error_and_the_next_one_works(used: db.Database) -> None:
    with pytest.raises(DBAPIError), work() as w:
        w.scalar("SELECT 1")
        cut(used)
        w.scalar("SELECT 1")
    with work() as w:
        assert w.scalar("SELECT 1") == 1


def test_a_connection_that_lives_is_used_again(used: db.Database) -> None:
    pids = {db.scalar("SELECT pg_backend_pid()") for _ in range(5)}
    assert len(pids) == 1
