"""The service's own database: what a restart of the server leaves in the pool hurts nobody."""

from dataclasses import dataclass
from datetime import datetime

import psycopg2
import pytest
from sqlalchemy.exc import DBAPIError

from lendkit import contracts
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


@dataclass(frozen=True)
class Owner:
    """A row of `sources`."""

    owner: str
    as_of: datetime


def test_rows_have_a_type(database: db.Database) -> None:
    read = "SELECT owner, as_of FROM sources ORDER BY owner"
    assert db.one(read, into=Owner) is None
    with work() as w:
        w.execute("INSERT INTO sources (owner, as_of) VALUES ('auth', now()), ('parties', now())")
        inside = w.one(f"{read} LIMIT 1", into=Owner)
        assert [row.owner for row in w.all(read, into=Owner)] == ["auth", "parties"]
    assert inside == db.one(read, into=Owner) == db.all(read, into=Owner)[0]
    with pytest.raises(TypeError):
        db.one("SELECT owner FROM sources", into=Owner)


def test_a_record_that_changed_is_published_with_its_state(database: db.Database) -> None:
    user = contracts.sample("auth.user_changed.v1")["data"]
    with work() as w:
        w.publish("auth.user_changed.v1", {**user, "id": user["id"], "version": 7})
    row = db.one("SELECT aggregate_id, aggregate_version, payload FROM outbox")
    assert row is not None
    assert (str(row.aggregate_id), row.aggregate_version) == (user["id"], 7)
    assert row.payload["data"]["email"] == user["email"]
