"""What can be wrong between the services: each check is a generator of findings, one sentence each."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

import psycopg2
from psycopg2.extras import RealDictCursor

from lendkit.contracts.records import RECORDS

Row = dict[str, Any]


@dataclass
class Databases:
    """The databases of all services, read one statement at a time; `bound` is what each service listens to."""

    urls: Mapping[str, str]
    bound: Mapping[str, set[str]]
    counts: dict[str, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._open = {service: psycopg2.connect(url) for service, url in self.urls.items()}
        for connection in self._open.values():
            connection.autocommit = True
        self.services = [service for service in self.urls if self._has_tables(service)]

    def all(self, service: str, statement: str, *params: Any) -> list[Row]:
        with self._open[service].cursor(cursor_factory=RealDictCursor) as cursor:
            cursor.execute(statement, params)
            return [dict(row) for row in cursor.fetchall()]

    def count(self, what: str, number: int) -> None:
        self.counts[what] = self.counts.get(what, 0) + number

    def close(self) -> None:
        for connection in self._open.values():
            connection.close()

    def _has_tables(self, service: str) -> bool:
        return bool(self.all(service, "SELECT to_regclass('outbox') AS found")[0]["found"])


def unsent(databases: Databases) -> Iterator[str]:
    """Every event is on the bus, and none was set aside."""
    for service in databases.services:
        rows = databases.all(
            service,
            "SELECT event_id, type, held_at, last_error FROM outbox WHERE published_at IS NULL OR held_at IS NOT NULL",
        )
        for row in rows:
            state = f"held: {row['last_error']}" if row["held_at"] else "not sent"
            yield f"{service}: event {row['event_id']} ({row['type']}) is {state}"


def undelivered(databases: Databases) -> Iterator[str]:
    """Every event that a service listens to has been taken by it, or waits in its parked rows."""
    taken = {service: _taken(databases, service) for service in databases.services}
    for owner in databases.services:
        rows = databases.all(owner, "SELECT event_id::text AS id, type FROM outbox WHERE published_at IS NOT NULL")
        databases.count("events", len(rows))
        for service in databases.services:
            expected = [row for row in rows if row["type"] in databases.bound.get(service, set())]
            databases.count("deliveries", len(expected))
            for row in expected:
                if row["id"] not in taken[service]:
                    yield f"{service}: never took {row['type']} {row['id']} of {owner}"


def _taken(databases: Databases, service: str) -> set[str]:
    statement = "SELECT event_id::text AS id FROM inbox UNION SELECT event_id::text FROM parked"
    return {row["id"] for row in databases.all(service, statement)}


def dead(databases: Databases) -> Iterator[str]:
    """No event was given up on."""
    for service in databases.services:
        for row in databases.all(service, "SELECT event_id, type, error FROM parked WHERE next_at IS NULL"):
            yield f"{service}: dead letter {row['event_id']} ({row['type']}): {row['error'][:200]}"


def copies(databases: Databases) -> Iterator[str]:
    """Every copy is what its owner last said."""
    latest = {owner: _latest(databases, owner) for owner in databases.services}
    for service in databases.services:
        for copy in databases.all(service, "SELECT kind, id::text AS id, version, deleted, body, as_of FROM copies"):
            if copy["kind"] in RECORDS:
                owner = RECORDS[copy["kind"]][0]
                databases.count("copies", 1)
                yield from _compare(service, copy, owner, latest.get(owner, {}).get(copy["id"]))


def _latest(databases: Databases, owner: str) -> dict[str, Row]:
    """The newest state of each aggregate, as its owner published it."""
    rows = databases.all(
        owner,
        "SELECT DISTINCT ON (aggregate_id) aggregate_id::text AS id, aggregate_version AS version, type,"
        " payload->'data' AS state FROM outbox WHERE NOT headers ? 'ephemeral'"
        " ORDER BY aggregate_id, aggregate_version DESC, seq DESC",
    )
    return {row["id"]: row for row in rows}


def _compare(service: str, copy: Row, owner: str, published: Row | None) -> Iterator[str]:
    name = f"{service}: copy of {copy['kind']} {copy['id']}"
    if published is None:
        if copy["version"] == 0:
            yield f"{name} was submitted, and {owner} never confirmed it"
        return
    if copy["version"] != published["version"]:
        yield f"{name} is at version {copy['version']}, {owner} at {published['version']}"
    elif not copy["deleted"] and copy["body"] != published["state"]:
        yield f"{name} differs from {owner} in {', '.join(_differing(copy['body'], published['state']))}"


def _differing(left: Row, right: Row) -> list[str]:
    return sorted(key for key in left.keys() | right.keys() if left.get(key) != right.get(key))


def unconfirmed(databases: Databases) -> Iterator[str]:
    """What was submitted is confirmed by its owner within half a minute."""
    for service in databases.services:
        rows = databases.all(
            service,
            "SELECT kind, id FROM copies"
            " WHERE version = 0 AND kind = ANY(%s) AND as_of < now() - interval '30 seconds'",
            list(RECORDS),
        )
        for row in rows:
            yield f"{service}: {row['kind']} {row['id']} waits for its owner for more than 30 s"


def idle(databases: Databases) -> Iterator[str]:
    """No process sits on an open transaction."""
    for service in databases.services:
        rows = databases.all(
            service,
            "SELECT pid, application_name FROM pg_stat_activity WHERE datname = current_database()"
            " AND state LIKE 'idle in transaction%%' AND state_change < now() - interval '10 seconds'",
        )
        for row in rows:
            yield f"{service}: {row['application_name']} (pid {row['pid']}) is idle in a transaction"


def ledger(databases: Databases) -> Iterator[str]:
    """Debits equal credits, balances their postings, accounts what fees and loans say, and every chain verifies."""
    if (
        "finance" in databases.services
        and databases.all("finance", "SELECT to_regproc('ledger_findings') AS f")[0]["f"]
    ):
        databases.count("journals", databases.all("finance", "SELECT count(*) AS n FROM journal_entry")[0]["n"])
        for row in databases.all("finance", "SELECT finding FROM ledger_findings()"):
            yield f"finance: {row['finding']}"


CHECKS = (unsent, undelivered, dead, copies, unconfirmed, idle, ledger)
