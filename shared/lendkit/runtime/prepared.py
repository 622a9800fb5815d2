"""Statements that PostgreSQL plans once per connection: a long one costs more to plan than to run."""

import re
from functools import lru_cache
from typing import Any

from sqlalchemy import Connection, TextClause, text
from sqlalchemy.engine import CursorResult

MOST = 100  # per connection: a list's filters and sorts make many statements of one
TEXTS = 1000
_BIND = re.compile(r"(?<![:\w\\]):(\w+)(?!:)")  # as SQLAlchemy's text() finds them


def run(connection: Connection, statement: str, params: Any) -> CursorResult[Any]:
    """Execute SQL text; PREPARE outlives a rollback, so a connection prepares it only once.

    A parameter has the type that its place asks for: a list of ids goes as text `{…}`, not as a list of strings.
    """
    known: dict[str, str] = connection.info.setdefault("prepared", {})
    if statement not in known:
        if len(known) >= MOST:
            return connection.execute(as_text(statement), params)
        known[statement] = _prepare(connection, f"lend_{len(known)}", statement)
    return connection.execute(as_text(known[statement]), params)


@lru_cache(TEXTS)
def as_text(statement: str) -> TextClause:
    """Read once for all its executions: its parameters are looked for in every character."""
    return text(statement)


def _prepare(connection: Connection, name: str, statement: str) -> str:
    """The EXECUTE that stands for it from now on."""
    names = list(dict.fromkeys(_BIND.findall(statement)))
    numbered = _BIND.sub(lambda bind: f"${names.index(bind[1]) + 1}", statement).replace("\\:", ":")
    connection.exec_driver_sql(f"PREPARE {name} AS {numbered}", execution_options={"no_parameters": True})
    arguments = ", ".join(f":{argument}" for argument in names)
    return f"EXECUTE {name}({arguments})" if names else f"EXECUTE {name}"
