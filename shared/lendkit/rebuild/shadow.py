"""Tables beside the real ones, in the schema `rebuild`, and the one transaction that puts their rows in place."""

from collections.abc import Sequence

from lendkit.messaging.work import Work, work
from lendkit.runtime import db

SCHEMA = "rebuild"
SEARCH_PATH = f"{SCHEMA},public"

_WRITTEN = """
SELECT relname FROM pg_stat_xact_user_tables
WHERE schemaname <> :schema AND n_tup_ins + n_tup_upd + n_tup_del > 0 ORDER BY relname
"""
_REFERENCED = """
SELECT c.conrelid::regclass::text AS by, t.relname AS table FROM pg_constraint c JOIN pg_class t ON t.oid = c.confrelid
WHERE c.contype = 'f' AND t.relnamespace = 'public'::regnamespace AND t.relname = ANY(:tables)
"""
_COLUMNS = """
SELECT string_agg(quote_ident(attname), ', ' ORDER BY attnum) FROM pg_attribute
WHERE attrelid = CAST(:table AS regclass) AND attnum > 0 AND NOT attisdropped AND attgenerated = ''
"""
_IDENTITIES = """
SELECT attname AS name, pg_get_serial_sequence(:table, attname) AS sequence FROM pg_attribute
WHERE attrelid = CAST(:table AS regclass) AND attidentity <> ''
"""


def create(tables: Sequence[str]) -> None:
    """Empty tables like the real ones. Raises RuntimeError for one that another table refers to."""
    with work() as w:
        for row in w.all(_REFERENCED, {"tables": list(tables)}):
            raise RuntimeError(f"{row.table} cannot be rebuilt: {row.by} refers to it")
        w.execute(f"DROP SCHEMA IF EXISTS {SCHEMA} CASCADE")
        w.execute(f"CREATE SCHEMA {SCHEMA}")
        for table in tables:
            w.execute(f"CREATE TABLE {SCHEMA}.{table} (LIKE public.{table} INCLUDING ALL)")


def drop() -> None:
    with work() as w:
        w.execute(f"DROP SCHEMA IF EXISTS {SCHEMA} CASCADE")


def check_written(w: Work) -> None:
    """Raises RuntimeError when this transaction wrote anywhere but into the shadows."""
    strangers = [row.relname for row in w.all(_WRITTEN, {"schema": SCHEMA})]
    if strangers:
        raise RuntimeError(f"a handler wrote {', '.join(strangers)}, which its @rebuilds does not name")


def hold_back(w: Work, tables: Sequence[str]) -> None:
    """These tables are not written and the consumer takes nothing until this transaction ends; reads go on.

    In the order in which the consumer comes by them, so that there is no deadlock.
    """
    w.execute("SET LOCAL statement_timeout = 0")
    w.execute("SET LOCAL idle_in_transaction_session_timeout = '5min'")
    for table in ("inbox", *tables, "parked"):
        w.execute(f"LOCK TABLE public.{table} IN SHARE ROW EXCLUSIVE MODE")


def keep_unbuilt(w: Work, kinds: Sequence[str]) -> None:
    """Copies that no event made stay: those that their owner has not confirmed yet, and kinds without events."""
    w.execute(
        f"INSERT INTO {SCHEMA}.copies SELECT * FROM public.copies c"
        " WHERE c.version = 0 OR c.kind <> ALL(:kinds) ON CONFLICT DO NOTHING",
        {"kinds": list(kinds)},
    )


def swap(w: Work, table: str) -> int:
    """Put the shadow's rows in the place of the real ones; how many there are now."""
    columns = w.scalar(_COLUMNS, {"table": f"public.{table}"})
    w.execute(f"DELETE FROM public.{table}")
    count: int = w.execute(
        f"INSERT INTO public.{table} ({columns}) OVERRIDING SYSTEM VALUE SELECT {columns} FROM {SCHEMA}.{table}"
    ).rowcount
    for row in w.all(_IDENTITIES, {"table": f"public.{table}"}):
        highest = f"(SELECT coalesce(max({row.name}), 0) + 1 FROM public.{table})"
        w.execute(f"SELECT setval(CAST(:sequence AS regclass), {highest}, false)", {"sequence": row.sequence})
    return count


def analyze(tables: Sequence[str]) -> None:
    """The planner should know the new rows."""
    for table in tables:
        with db.current().read.connect() as connection:
            db.run(connection, f"ANALYZE public.{table}")
