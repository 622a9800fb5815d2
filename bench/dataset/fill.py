"""Fill a fresh stack's databases: the deals through the API, then their copies."""

import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import ExitStack, closing
from datetime import date
from typing import Any

import psycopg2

from bench.dataset import deals, people, rows
from bench.dataset.copies import Pattern, Where, text_of
from bench.dataset.rows import Table
from deploy.local.demo.callers import Callers
from lendkit.runtime import db
from reports.store import contributions

# What is read when an endpoint is measured; the other services ask for what they miss.
DATABASES = ("applications", "finance", "reports")
CHUNK = 500
_HASHES = """
SELECT encode(hash, 'hex'), journal_text(e) FROM journal_entry e WHERE application_id = %s ORDER BY seq
"""
Held = Mapping[str, Mapping[Table, list[str]]]


def fill(stack: Mapping[str, Any], url: Callable[[str], str], settle: Callable[[], float], applications: int) -> None:
    """`url` says where a database is, as the superuser; `settle` waits for what is under way."""
    callers = Callers(stack)
    made = people.make(callers.first("admin"))
    today = date.today()
    maker = deals.Maker(callers, made, today)
    plans = list(deals.plans(today))
    settle()
    with ExitStack() as open_:
        books = {name: open_.enter_context(closing(psycopg2.connect(url(name)))) for name in DATABASES}
        maker.make(plans[0])
        settle()
        strangers = rows.known(line for held in _read(books).values() for some in held.values() for line in some)
        ids = [maker.make(plan) for plan in plans[1:]]
        settle()
        held = _read(books)
        patterns = [_pattern(books["finance"], id, held, strangers, made) for id in ids]
        _copy(books, patterns, applications)
    _sum_up(url("reports"))
    for name in DATABASES:
        _analyze(url(name))


def _read(books: Mapping[str, Any]) -> Held:
    found = {}
    for name, connection in books.items():
        found[name] = {table: rows.lines(connection, table) for table in rows.tables(connection)}
        connection.rollback()
    return found


def _pattern(finance: Any, id: str, held: Held, strangers: set[str], made: people.People) -> Pattern:
    mine = rows.of(id, held, strangers)
    own = {
        (database, table): found
        for database, tables in held.items()
        for table, some in tables.items()
        if (found := [line for line in some if rows.known([line]) & mine])
    }
    with finance.cursor() as cursor:
        cursor.execute(_HASHES, (id,))
        hashes = cursor.fetchall()
    finance.rollback()
    [line] = next(some for (_, table), some in own.items() if table.name == "application" and "draft" in table.columns)
    reference = next(word for word in line.split("\t") if word.startswith("APP-"))
    return Pattern(mine, reference, date.today(), hashes, own, made)


def _copy(books: Mapping[str, Any], patterns: Sequence[Pattern], applications: int) -> None:
    """Without triggers: what they check and add up was checked and added up for the patterns."""
    began = said = time.monotonic()
    for connection in books.values():
        with connection.cursor() as cursor:
            cursor.execute("SET session_replication_role = replica")
    for first in range(0, applications, CHUNK):
        last = min(first + CHUNK, applications)
        values = [patterns[number % len(patterns)].values(number) for number in range(first, last)]
        for where in _places(patterns):
            database, table = where
            with books[database].cursor() as cursor:
                text = text_of(patterns, where, values, first)
                cursor.copy_expert(f"COPY {table.name} ({table.columns}) FROM STDIN", text)
        for connection in books.values():
            connection.commit()
        if time.monotonic() - said > 10 or last == applications:
            said = time.monotonic()
            print(f"{last} of {applications} copied, {last / (said - began):.0f} a second", flush=True)


def _places(patterns: Sequence[Pattern]) -> list[Where]:
    found = {where for pattern in patterns for where in pattern.texts}
    return sorted(found, key=lambda where: (where[0], where[1].name))


def _sum_up(url: str) -> None:
    """What the reports' consumer would have done with the copies."""
    reports = db.use(db.Database(url, pool_size=1))
    ids = [str(row.id) for row in db.all("SELECT id FROM application ORDER BY id")]
    for first in range(0, len(ids), CHUNK):
        contributions.refresh(ids[first : first + CHUNK])
    reports.dispose()


def _analyze(url: str) -> None:
    with closing(psycopg2.connect(url)) as connection:
        connection.autocommit = True
        with connection.cursor() as cursor:
            cursor.execute("VACUUM (ANALYZE)")
