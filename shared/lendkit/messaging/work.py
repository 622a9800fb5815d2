"""The unit of work: rows and events commit together, and a command called inside another joins it."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Any, TypeVar, overload

from sqlalchemy import Connection, Row
from sqlalchemy.engine import CursorResult

from lendkit import contracts
from lendkit.contracts.envelope import Event
from lendkit.messaging import outbox, relay_notify
from lendkit.runtime import db, failpoints
from lendkit.runtime.runtime import RUNTIME
from lendkit.runtime.settings import Settings

T = TypeVar("T")

_current: ContextVar["Work | None"] = ContextVar("work", default=None)


@dataclass
class EventPolicy:
    """`check`: validate every emitted event against its schema; None leaves it to the settings. `refuse`: publish
    nothing while projections are rebuilt, where a handler that emits is a mistake and raises."""

    check: bool | None = None
    refuse: bool = False

    def checks(self) -> bool:
        return Settings.current().check_events if self.check is None else self.check


def check_events(on: bool) -> None:
    RUNTIME.part(EventPolicy, EventPolicy).check = on


def refuse_events(on: bool) -> None:
    RUNTIME.part(EventPolicy, EventPolicy).refuse = on


class Work:
    """One transaction. Statements run at once; events are written just before the commit, in one statement."""

    def __init__(self, connection: Connection) -> None:
        self.connection = connection
        self._rows: list[str] = []
        self._after: list[Callable[[], None]] = []

    def execute(self, statement: db.Statement, params: db.Params = None, *, prepare: bool = False) -> CursorResult[Any]:
        return db.run(self.connection, statement, params, prepare=prepare)

    @overload
    def all(
        self, statement: db.Statement, params: db.Params = None, *, prepare: bool = False
    ) -> Sequence[Row[Any]]: ...
    @overload
    def all(
        self, statement: db.Statement, params: db.Params = None, *, into: type[T], prepare: bool = False
    ) -> Sequence[T]: ...
    def all(
        self, statement: db.Statement, params: db.Params = None, *, into: type[Any] | None = None, prepare: bool = False
    ) -> Sequence[Any]:
        """The rows; each as an `into`, whose fields are the columns."""
        rows = self.execute(statement, params, prepare=prepare).all()
        return rows if into is None else db.typed(rows, into)

    @overload
    def one(self, statement: db.Statement, params: db.Params = None, *, prepare: bool = False) -> Row[Any] | None: ...
    @overload
    def one(
        self, statement: db.Statement, params: db.Params = None, *, into: type[T], prepare: bool = False
    ) -> T | None: ...
    def one(
        self, statement: db.Statement, params: db.Params = None, *, into: type[Any] | None = None, prepare: bool = False
    ) -> Any:
        """The first row, or None."""
        row = self.execute(statement, params, prepare=prepare).first()
        return row if into is None or row is None else db.typed([row], into)[0]

    def scalar(self, statement: db.Statement, params: db.Params = None, *, prepare: bool = False) -> Any:
        return self.execute(statement, params, prepare=prepare).scalar()

    def emit(self, event: Event) -> None:
        """Queue an event for this transaction's outbox rows; raises DomainError when it is too large."""
        policy = RUNTIME.part(EventPolicy, EventPolicy)
        if policy.refuse:
            raise RuntimeError(f"a rebuild publishes nothing, and a handler emitted {event.type}")
        if policy.checks():
            contracts.validate(event)
        self._rows.append(outbox.row_of(event))

    def publish(self, type: str, state: Mapping[str, Any], **more: Any) -> None:
        """Emit that a record changed: its public state (`id`, `version`, …) is the data, `more` what only this says."""
        self.emit(Event.new(type, subject=state["id"], sequence=state["version"], data={**state, **more}))

    def after_commit(self, action: Callable[[], None]) -> None:
        """Run `action` once the commit has happened; it must not fail and may be lost with the process."""
        self._after.append(action)

    def _flush(self) -> None:
        if self._rows:
            outbox.insert(self.connection, self._rows)
            self._after.append(relay_notify.notify)


@contextmanager
def work() -> Iterator[Work]:
    """Open a transaction, or join the one that is open here; the outermost commits or rolls back."""
    joined = _current.get()
    if joined is not None:
        yield joined
        return
    with db.current().engine.connect() as connection, connection.begin(), db.opened(connection):
        opened = Work(connection)
        token = _current.set(opened)
        try:
            yield opened
            opened._flush()
        finally:
            _current.reset(token)
        failpoints.hit("before_commit")
    failpoints.hit("after_commit")
    for action in opened._after:
        action()
