"""A database with the clock's book and a table in which a job under test notes what it did."""

from collections.abc import Callable

import psycopg2
import pytest
from sqlalchemy.engine import make_url

from lendkit.runtime import db, migrate
from lendkit.testing.databases import Databases


@pytest.fixture
def book(database: db.Database, databases: Databases) -> db.Database:
    """Made by the owner, as a migration would."""
    owner = databases.url(str(make_url(database.url).database), "auth_owner")
    connection = psycopg2.connect(owner)
    with connection, connection.cursor() as cursor:
        cursor.execute("DROP TABLE IF EXISTS job_run")
        cursor.execute(migrate._KIT_V2)
        cursor.execute("CREATE TABLE ran (seq bigint GENERATED ALWAYS AS IDENTITY, day date NOT NULL)")
    connection.close()
    return database


@pytest.fixture
def ran() -> Callable[[], list[str]]:
    return lambda: [row.day.isoformat() for row in db.all("SELECT day FROM ran ORDER BY seq")]


@pytest.fixture
def done() -> Callable[[], list[str]]:
    return lambda: [
        row.period for row in db.all("SELECT period FROM job_run WHERE finished_at IS NOT NULL ORDER BY period")
    ]
