"""`python -m <service> rebuild`: rebuild a service's projections from what their owners published.

It publishes nothing and calls no command: no mail, no loan can come of it. Readers see the old rows until the new ones
are all there.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import timedelta
from itertools import islice

from lendkit.messaging import consume, copies, work
from lendkit.messaging.rebuilds import kind_of, tables_of
from lendkit.rebuild import pull, shadow
from lendkit.runtime import bootstrap, context, db
from lendkit.runtime.settings import Settings
from lendkit.values import dates

BATCH = 500
OVERLAP = timedelta(seconds=60)  # longer than any transaction of an owner may take

Say = Callable[[str], None]
Handlers = Mapping[str, Sequence[consume.Handler]]


class Running(RuntimeError):
    """Another rebuild of this service is under way."""


def rebuild(settings: Settings, handlers: Handlers, say: Say) -> dict[str, int]:
    """Rows per table. Raises Running, Unavailable when an owner cannot be reached, RuntimeError for a handler that is
    no projection; then nothing has changed."""
    projections = only_projections(handlers)
    tables = sorted({table for some in projections.values() for handler in some for table in tables_of(handler)})
    if not tables:
        say("nothing to rebuild: no handler keeps a projection")
        return {}
    bootstrap.start(settings)
    url = settings.migrate_database_url or settings.database_url
    database = db.use(db.Database(url, pool_size=2, search_path=shadow.SEARCH_PATH))
    copies.fetch_with(None)
    work.refuse_events(True)
    try:
        with _alone():
            return _rebuild(projections, tables, say)
    finally:
        work.refuse_events(False)
        database.dispose()


def only_projections(handlers: Handlers) -> Handlers:
    """Of each type the handlers that carry `rebuilds`."""
    marked = {type: [handler for handler in some if tables_of(handler)] for type, some in handlers.items()}
    return {type: some for type, some in marked.items() if some}


def _rebuild(handlers: Handlers, tables: Sequence[str], say: Say) -> dict[str, int]:
    streams = pull.sources(handlers)
    bookmark = pull.Bookmark(dates.now() - OVERLAP)
    say(f"building {', '.join(tables)} from {', '.join(map(str, streams))}")
    shadow.create(tables)
    try:
        read = 0
        for batch in _batches(pull.entries(streams, {})):
            for entry in batch:
                bookmark.note(entry)
            _apply(batch, handlers)
            read += len(batch)
            if read % 10_000 < len(batch):
                say(f"{read} events")
        say(f"{read} events; catching up while the consumer waits")
        return _finish(handlers, tables, streams, bookmark, say)
    finally:
        shadow.drop()


def _finish(
    handlers: Handlers, tables: Sequence[str], streams: Sequence[pull.Source], bookmark: pull.Bookmark, say: Say
) -> dict[str, int]:
    with work.work() as w:
        shadow.hold_back(w, tables)
        caught_up = list(pull.entries(streams, bookmark.after))
        _apply(caught_up, handlers)
        if "copies" in tables:
            shadow.keep_unbuilt(w, _kinds(handlers))
        counts = {table: shadow.swap(w, table) for table in tables}
    shadow.analyze(tables)
    say(f"{len(caught_up)} of the last minute again; " + ", ".join(f"{n} {table}" for table, n in counts.items()))
    return counts


def _apply(batch: Sequence[pull.Entry], handlers: Handlers) -> None:
    """One transaction, as the consumer does it."""
    with context.bind(actor=context.SYSTEM), work.work() as w:
        consume.dispatch([entry.event for entry in batch], handlers)
        shadow.check_written(w)


def _kinds(handlers: Handlers) -> list[str]:
    return sorted({kind for some in handlers.values() for kind in map(kind_of, some) if kind})


@contextmanager
def _alone() -> Iterator[None]:
    """One rebuild of a service at a time; the lock ends with its connection."""
    with db.current().read.connect() as connection:
        connection.detach()
        row = db.run(connection, "SELECT pg_try_advisory_lock(hashtext('lend rebuild'))").first()
        if not (row and row[0]):
            raise Running("another rebuild of this service is under way")
        yield


def _batches(entries: Iterable[pull.Entry]) -> Iterator[list[pull.Entry]]:
    iterator = iter(entries)
    while batch := list(islice(iterator, BATCH)):
        yield batch
