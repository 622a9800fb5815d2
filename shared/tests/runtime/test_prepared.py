"""A statement that is prepared answers what the plain one does."""

from datetime import date
from uuid import uuid4

import pytest
from sqlalchemy.exc import ProgrammingError

from lendkit.messaging.work import work
from lendkit.runtime import db, prepared

ECHO = """SELECT CAST(:id AS uuid) AS id, CAST(:day AS date) - 1 AS before, CAST(:day AS date) AS again,
  'a:b' || '\\:c %' AS text"""


def test_it_answers_as_the_plain_one_and_the_second_time_too(database: db.Database) -> None:
    for _ in range(2):
        params = {"id": uuid4(), "day": date(2026, 11, 24)}
        row = db.one(ECHO, params, prepare=True)
        assert row is not None
        assert tuple(row) == (params["id"], date(2026, 11, 23), date(2026, 11, 24), "a:b:c %")


def test_postgresql_plans_it_once(database: db.Database) -> None:
    with database.read.connect() as connection:
        for number in range(3):
            assert db.run(connection, "SELECT CAST(:n AS integer)", {"n": number}, prepare=True).scalar() == number
        count = "SELECT count(*) FROM pg_prepared_statements WHERE statement LIKE 'PREPARE%CAST($1 AS integer)'"
        assert db.run(connection, count).scalar() == 1


def test_it_outlives_a_transaction_that_was_rolled_back(database: db.Database) -> None:
    for _ in range(2):
        with pytest.raises(ProgrammingError), work() as w:
            assert db.run(w.connection, "SELECT 1 + :n", {"n": 1}, prepare=True).scalar() == 2
            w.execute("SELECT nothing")


def test_a_connection_keeps_so_many_and_no_more(database: db.Database, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(prepared, "MOST", 1)
    with database.read.connect() as connection:
        for number in (1, 2):
            assert db.run(connection, f"SELECT {number} + :n", {"n": 1}, prepare=True).scalar() == number + 1
        assert len(connection.info["prepared"]) == 1
