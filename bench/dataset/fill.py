"""Fill the databases of a fresh stack: the deals through the API, then their copies."""

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

# The databases that the measured endpoints read.
DATABASES = ("applications", "finance", "reports")
CHUNK = 500
_HASHES = """
SELECT encode(hash, 'hex'), journal_text(e) FROM journal_entry e WHERE application_id = %s ORDER BY seq
"""
Held = Mapping[str, Mapping[Table, list[str]]]


def fill(stack: Mapping[str, Any], url: Callable[[str], str], settle: Callable[[], float], applications: int) -> None:
    """`url` is the address of a database, as the superuser; `settle` waits until all events are consumed."""
    callers = Callers(stack)
    everyone = people.make(callers.first("admin"))
    today = date.today()
    maker = deals.Maker(callers, everyone, today)
    plans = list(deals.plans(today))
    settle()
    with ExitStack() as open_:
        connections = {name: open_.enter_context(closing(psycopg2.connect(url(name)))) for name in DATABASES}
        maker.make(plans[0])
        settle()
        shared = rows.known(line for held in _read(connections).values() for lines in held.values() for line in lines)
        ids = [maker.make(plan) for plan in plans[1:]]
        settle()
        held = _read(connections)
        patterns = [_pattern(connections["finance"], id, held, shared, everyone) for id in ids]
        _copy(connections, patterns, applications)
    _sum_up(url("reports"))
    for name in DATABASES:
        _analyze(url(name))


def _read(connections: Mapping[str, Any]) -> Held:
    held = {}
    for name, connection in connections.items():
        held[name] = {table: rows.lines(connection, table) for table in rows.tables(connection)}
        connection.rollback()
    return held


def _pattern(finance: Any, id: str, held: Held, shared: set[str], everyone: people.People) -> Pattern:
    ids = rows.of(id, held, shared)
    own = {
        (database, table): matching
        for database, tables in held.items()
        for table, lines in tables.items()
        if (matching := [line for line in lines if rows.known([line]) & ids])
    }
    with finance.cursor() as cursor:
        cursor.execute(_HASHES, (id,))
        hashes = cursor.fetchall()
    finance.rollback()
    [line] = next(
        lines for (_, table), lines in own.items() if table.name == "application" and "draft" in table.columns
    )
    reference = next(word for word in line.split("\t") if word.startswith("APP-"))
    return Pattern(ids, reference, date.today(), hashes, own, everyone)


def _copy(connections: Mapping[str, Any], patterns: Sequence[Pattern], applications: int) -> None:
    """Without triggers: what they check and sum is right in the patterns already."""
    began = reported = time.monotonic()
    for connection in connections.values():
        with connection.cursor() as cursor:
            cursor.execute("SET session_replication_role = replica")
    for first in range(0, applications, CHUNK):
        last = min(first + CHUNK, applications)
        values = [patterns[number % len(patterns)].values(number) for number in range(first, last)]
        for where in _places(patterns):
            database, table = where
            with connections[database].cursor() as cursor:
                text = text_of(patterns, where, values, first)
                cursor.copy_expert(f"COPY {table.name} ({table.columns}) FROM STDIN", text)
        for connection in connections.values():
            connection.commit()
        if time.monotonic() - reported > 10 or last == applications:
            reported = time.monotonic()
            print(f"{last} of {applications} copied, {last / (reported - began):.0f} a second", flush=True)


def _places(patterns: Sequence[Pattern]) -> list[Where]:
    places = {where for pattern in patterns for where in pattern.texts}
    return sorted(places, key=lambda where: (where[0], where[1].name))


def _sum_up(url: str) -> None:
    """Contributions and monthly totals of the copies, as the consumer of reports would have kept them."""
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
