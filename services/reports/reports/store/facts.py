"""Facts as rows: a newer version replaces an older one and never the reverse, so events may come in any order."""

import json
from collections.abc import Mapping, Sequence
from typing import Any

from lendkit.messaging.work import work

KEYS = {
    "application": ("id",),
    "application_terms": ("id",),
    "stage_move": ("application_id", "version"),
    "loan": ("id",),
    "instalment": ("id",),
    "payment": ("id",),
}


def put(table: str, rows: Sequence[Mapping[str, Any]]) -> None:
    """Write rows that have every column of `table`, in one statement."""
    newest = _newest(table, rows)
    if not newest:
        return
    columns = list(newest[0])
    names, key = ", ".join(columns), ", ".join(KEYS[table])
    sets = ", ".join(f"{name} = excluded.{name}" for name in columns)
    with work() as w:
        w.execute(
            f"""INSERT INTO {table} ({names})
            SELECT {names} FROM jsonb_populate_recordset(CAST(NULL AS {table}), CAST(:rows AS jsonb))
            ON CONFLICT ({key}) DO UPDATE SET {sets} WHERE {table}.version < excluded.version""",
            {"rows": json.dumps(newest)},
        )


def _newest(table: str, rows: Sequence[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    """One row per key, since a statement cannot touch a row twice; in a fixed order, so that writers never deadlock."""
    newest: dict[tuple[Any, ...], Mapping[str, Any]] = {}
    for row in rows:
        key = tuple(row[name] for name in KEYS[table])
        if key not in newest or newest[key]["version"] < row["version"]:
            newest[key] = row
    return [newest[key] for key in sorted(newest)]
