"""The rows that a deal left in a database, as PostgreSQL's COPY writes them."""

import io
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

UUID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")
LOGS = ("outbox", "inbox", "parked", "idempotency_key", "alembic_version", "jwks", "sources", "job_run")
SUMS = ("share", "cell", "edition")  # of reports: made from the copied facts
_TABLES = """
SELECT c.relname AS table, string_agg(quote_ident(a.attname), ', ' ORDER BY a.attnum) FILTER
    (WHERE a.attidentity = '' AND a.attgenerated = ''), max(a.attname) FILTER (WHERE a.attidentity <> '')
FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
WHERE c.relkind = 'r' AND c.relnamespace = 'public'::regnamespace AND c.relname <> ALL(%s) GROUP BY c.relname
"""


@dataclass(frozen=True)
class Table:
    """`columns` are those that a copy needs; `order` is the column that numbers the rows, if there is one."""

    name: str
    columns: str
    order: str | None


def tables(connection: Any) -> list[Table]:
    with connection.cursor() as cursor:
        cursor.execute(_TABLES, ([*LOGS, *SUMS],))
        return [Table(*row) for row in cursor.fetchall()]


def lines(connection: Any, table: Table) -> list[str]:
    order = f"ORDER BY {table.order}" if table.order else ""
    out = io.StringIO()
    with connection.cursor() as cursor:
        cursor.copy_expert(f"COPY (SELECT {table.columns} FROM {table.name} {order}) TO STDOUT", out)
    return out.getvalue().splitlines()


def known(lines: Iterable[str]) -> set[str]:
    return {id for line in lines for id in UUID.findall(line)}


def of(application: str, databases: Mapping[str, Mapping[Table, list[str]]], shared: set[str]) -> set[str]:
    """The ids of this deal alone: those in a row with its id or with another of them, without what deals share."""
    own, grew = {application}, True
    rows = [known([line]) - shared for held in databases.values() for lines in held.values() for line in lines]
    while grew:
        more = {id for ids in rows if ids & own for id in ids} - own
        own |= more
        grew = bool(more)
    return own
