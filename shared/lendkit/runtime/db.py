"""The service's own database: one engine for transactions, one in AUTOCOMMIT for reads that need none."""

import select
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any, TypeVar, overload

from sqlalchemy import Connection, Engine, Executable, Row, create_engine, event
from sqlalchemy.engine import CursorResult
from sqlalchemy.exc import InvalidatePoolError

from lendkit.runtime import prepared
from lendkit.runtime.runtime import RUNTIME

T = TypeVar("T")
Statement = str | Executable
Params = Mapping[str, Any] | Sequence[Mapping[str, Any]] | None

STATEMENT_TIMEOUT_MS = 10_000
_OPTIONS = f"-c statement_timeout={STATEMENT_TIMEOUT_MS} -c idle_in_transaction_session_timeout=30000 -c timezone=UTC"


def normalise(url: str) -> str:
    """`postgresql://` means psycopg 3 to SQLAlchemy 2.1; we run on psycopg2, so the driver is always written out."""
    scheme, _, rest = url.partition("://")
    return f"postgresql+psycopg2://{rest}" if scheme in ("postgres", "postgresql") else url


class Database:
    """Engines are made lazily, so that a process may fork before it ever connects."""

    def __init__(self, url: str, *, pool_size: int = 10, application_name: str = "lend", search_path: str = "") -> None:
        self.url = normalise(url)
        options = f"{_OPTIONS} -c search_path={search_path}" if search_path else _OPTIONS
        args = {"options": options, "connect_timeout": 5, "application_name": application_name}
        self.engine: Engine = create_engine(
            self.url, pool_size=pool_size, max_overflow=2, pool_timeout=5, connect_args=args, hide_parameters=True
        )
        self.read: Engine = create_engine(
            self.url,
            pool_size=pool_size,
            max_overflow=2,
            pool_timeout=5,
            connect_args=args,
            hide_parameters=True,
            isolation_level="AUTOCOMMIT",
            pool_reset_on_return=None,
        )
        for engine in (self.engine, self.read):
            event.listen(engine, "checkout", _leave_the_dead)

    def dispose(self) -> None:
        self.engine.dispose()
        self.read.dispose()


def _leave_the_dead(raw: Any, _record: Any, _fairy: Any) -> None:
    """After a restart of the server the first to ask gets a new connection, not an error.

    On an idle connection there is something to read only when the server has gone: one system call, no round trip.
    """
    if not raw.closed:
        heard = select.poll()
        heard.register(raw.fileno(), select.POLLIN)
        if not heard.poll(0):
            return
    raise InvalidatePoolError


_open: ContextVar[Connection | None] = ContextVar("open_connection", default=None)


def use(database: Database) -> Database:
    """Make this the process's database (a process serves one service)."""
    return RUNTIME.bind(Database, database)


def current() -> Database:
    return RUNTIME.part(Database)


def open_connection() -> Connection | None:
    """The connection of the unit of work that is open here, if any."""
    return _open.get()


@contextmanager
def opened(connection: Connection) -> Iterator[Connection]:
    token = _open.set(connection)
    try:
        yield connection
    finally:
        _open.reset(token)


@contextmanager
def _connection() -> Iterator[Connection]:
    joined = _open.get()
    if joined is not None:
        yield joined
        return
    with current().read.connect() as connection:
        yield connection


def run(
    connection: Connection, statement: Statement, params: Params = None, *, prepare: bool = False
) -> CursorResult[Any]:
    """Execute SQL text or a SQLAlchemy statement; `prepare` text that is long and asked for often."""
    if prepare and isinstance(statement, str):
        return prepared.run(connection, statement, params)
    return connection.execute(prepared.as_text(statement) if isinstance(statement, str) else statement, params)


def typed(rows: Iterable[Row[Any]], into: type[T]) -> Sequence[T]:
    """Rows as frozen dataclasses (or any type) whose fields are their columns; raises TypeError where they are not."""
    return [into(**row._mapping) for row in rows]


@overload
def all(statement: Statement, params: Params = None, *, prepare: bool = False) -> Sequence[Row[Any]]: ...
@overload
def all(statement: Statement, params: Params = None, *, into: type[T], prepare: bool = False) -> Sequence[T]: ...
def all(
    statement: Statement, params: Params = None, *, into: type[Any] | None = None, prepare: bool = False
) -> Sequence[Any]:
    """The rows; each as an `into`, whose fields are the columns."""
    with _connection() as connection:
        rows = run(connection, statement, params, prepare=prepare).all()
    return rows if into is None else typed(rows, into)


@overload
def one(statement: Statement, params: Params = None, *, prepare: bool = False) -> Row[Any] | None: ...
@overload
def one(statement: Statement, params: Params = None, *, into: type[T], prepare: bool = False) -> T | None: ...
def one(statement: Statement, params: Params = None, *, into: type[Any] | None = None, prepare: bool = False) -> Any:
    """The first row, or None."""
    with _connection() as connection:
        row = run(connection, statement, params, prepare=prepare).first()
    return row if into is None or row is None else typed([row], into)[0]


def scalar(statement: Statement, params: Params = None, *, prepare: bool = False) -> Any:
    row = one(statement, params, prepare=prepare)
    return None if row is None else row[0]
