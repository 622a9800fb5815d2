"""What was lost or spoilt comes back from the owners' logs, and nothing else happens."""

import threading
import time
from collections.abc import Callable, Iterator
from typing import Any
from uuid import UUID

import psycopg2
import pytest
from sqlalchemy.engine import make_url

from lendkit.contracts.envelope import Event
from lendkit.messaging import consume, copies
from lendkit.messaging.rebuilds import rebuilds
from lendkit.messaging.work import refuse_events, work
from lendkit.rebuild import pull
from lendkit.rebuild import run as rebuilding
from lendkit.runtime import db
from lendkit.runtime.settings import Settings
from lendkit.values.errors import Unavailable
from lendkit.values.identifiers import uuid7

CREATED, CHANGED = "parties.branch_created.v1", "parties.branch_changed.v1"
HANDLERS = {CREATED: [copies.project("branch")], CHANGED: [copies.project("branch")]}
Publish = Callable[..., None]


def branch(id: UUID, version: int = 1, name: str = "Sydney") -> Event:
    type = CREATED if version == 1 else CHANGED
    return Event.new(type, id, version, {"id": id, "version": version, "name": name})


@pytest.fixture
def said() -> list[str]:
    return []


@pytest.fixture
def rebuild(keeper: Settings, database: db.Database, said: list[str]) -> Iterator[Callable[..., dict[str, int]]]:
    def run(handlers: Any = HANDLERS) -> dict[str, int]:
        try:
            return rebuilding.rebuild(keeper, handlers, said.append)
        finally:
            db.use(database)

    return run


def names() -> set[str]:
    return {row.name for row in db.all("SELECT body->>'name' AS name FROM copies WHERE NOT deleted")}


def test_lost_and_spoilt_rows_come_back(publish: Publish, rebuild: Any, said: list[str]) -> None:
    sydney, perth = uuid7(), uuid7()
    publish(branch(sydney), branch(perth, name="Perth"), branch(sydney, 2, "Sydney CBD"))
    copies.put("branch", sydney, 9, {"name": "spoilt"})
    copies.put("branch", uuid7(), 3, {"name": "never was"})
    assert rebuild() == {"copies": 2}
    assert names() == {"Sydney CBD", "Perth"}
    assert said[-1].endswith("2 copies")


def test_more_than_a_page_comes_in_order(publish: Publish, rebuild: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pull, "PAGE", 7)
    monkeypatch.setattr(rebuilding, "BATCH", 5)
    ids = [uuid7() for _ in range(20)]
    publish(*(branch(id, version, f"v{version}") for version in (1, 2, 3) for id in ids))
    seen: list[tuple[UUID, int]] = []

    @rebuilds("copies", kind="branch")
    def watch(events: list[Event]) -> None:
        seen.extend((event.subject, event.sequence) for event in events)

    rebuild({CREATED: [*HANDLERS[CREATED], watch], CHANGED: [*HANDLERS[CHANGED], watch]})
    assert seen[:60] == [(id, version) for version in (1, 2, 3) for id in ids]
    assert names() == {"v3"}


def test_what_no_event_made_stays(publish: Publish, rebuild: Any) -> None:
    publish(branch(uuid7()))
    copies.put_all([("branch", uuid7(), {"name": "awaits its owner"})])
    copies.put("product", uuid7(), 1, {"name": "Bridging"})
    rebuild()
    assert names() == {"Sydney", "awaits its owner", "Bridging"}


def test_only_projections_run_and_commands_do_not(publish: Publish, rebuild: Any) -> None:
    called: list[Event] = []
    publish(branch(uuid7()))
    rebuild({CREATED: [copies.project("branch"), called.extend], CHANGED: [called.extend]})
    assert (names(), called) == ({"Sydney"}, [])


def test_a_handler_that_emits_is_refused_and_nothing_changes(publish: Publish, rebuild: Any) -> None:
    @rebuilds("copies")
    def telling(events: list[Event]) -> None:
        with work() as w:
            w.emit(branch(uuid7()))

    copies.put("branch", uuid7(), 1, {"name": "as it was"})
    publish(branch(uuid7()))
    with pytest.raises(RuntimeError, match="publishes nothing"):
        rebuild({CREATED: [telling]})
    assert names() == {"as it was"}
    assert db.scalar("SELECT count(*) FROM outbox") == 0
    assert db.scalar("SELECT count(*) FROM pg_namespace WHERE nspname = 'rebuild'") == 0


def test_a_handler_that_writes_elsewhere_is_refused(publish: Publish, rebuild: Any) -> None:
    @rebuilds("copies")
    def wandering(events: list[Event]) -> None:
        with work() as w:
            w.execute("INSERT INTO sources (owner, as_of) VALUES ('parties', now())")

    publish(branch(uuid7()))
    with pytest.raises(RuntimeError, match="wrote sources"):
        rebuild({CREATED: [wandering]})
    assert db.scalar("SELECT count(*) FROM sources") == 0


def test_a_handler_that_asks_an_owner_is_refused(publish: Publish, rebuild: Any) -> None:
    @rebuilds("copies")
    def asking(events: list[Event]) -> None:
        copies.need("broker", uuid7())

    publish(branch(uuid7()))
    with pytest.raises(RuntimeError, match="no owner may be asked"):
        rebuild({CREATED: [asking]})


def test_what_is_kept_nowhere_cannot_be_rebuilt(rebuild: Any) -> None:
    with pytest.raises(RuntimeError, match="parts_lodged"):
        rebuild({"applications.parts_lodged.v1": [copies.project("application")]})


def test_with_no_projections_there_is_nothing_to_do(rebuild: Any, said: list[str]) -> None:
    assert rebuild({CREATED: [print]}) == {}
    assert said == ["nothing to rebuild: no handler keeps a projection"]


def test_an_owner_that_is_away_leaves_all_as_it_was(keeper: Settings, database: db.Database, said: list[str]) -> None:
    copies.put("branch", uuid7(), 1, {"name": "as it was"})
    away = Settings(**{**keeper.__dict__, "parties_url": "http://127.0.0.1:9"})
    with pytest.raises(Unavailable):
        rebuilding.rebuild(away, HANDLERS, said.append)
    db.use(database)
    assert names() == {"as it was"}


def test_what_happens_meanwhile_is_not_lost(
    publish: Publish, rebuild: Any, database: db.Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Between the first pull and the swap: one event is only in the log, another came through the consumer too."""
    logged, consumed = branch(uuid7(), name="Perth"), branch(uuid7(), name="Hobart")
    publish(branch(uuid7()))
    finish = rebuilding._finish

    def late(*args: Any) -> Any:
        bound = db.current()
        refuse_events(False)  # the owner is another process
        publish(logged, consumed)
        refuse_events(True)
        db.use(database)
        consume.take([consumed], HANDLERS)
        db.use(bound)
        return finish(*args)

    monkeypatch.setattr(rebuilding, "_finish", late)
    rebuild()
    assert names() == {"Sydney", "Perth", "Hobart"}
    consume.take([logged, consumed], HANDLERS)
    assert names() == {"Sydney", "Perth", "Hobart"}


def test_the_consumer_waits_for_the_swap(
    publish: Publish, rebuild: Any, database: db.Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    publish(branch(uuid7()))
    order: list[str] = []
    swap = rebuilding.shadow.swap

    def slow(*args: Any) -> Any:
        thread.start()
        time.sleep(0.5)
        order.append("swapped")
        return swap(*args)

    def other_process() -> None:
        plain = make_url(database.url).set(drivername="postgresql").render_as_string(hide_password=False)
        connection = psycopg2.connect(plain)
        with connection, connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM copies")
            order.append("read")
            cursor.execute("INSERT INTO inbox (event_id, type) VALUES (gen_random_uuid(), 'x')")
            order.append("consumed")
        connection.close()

    thread = threading.Thread(target=other_process)
    monkeypatch.setattr(rebuilding.shadow, "swap", slow)
    rebuild()
    thread.join()
    assert order == ["read", "swapped", "consumed"]


def test_one_at_a_time(rebuild: Any, database: db.Database, keeper: Settings) -> None:
    with db.use(db.Database(keeper.migrate_database_url)).read.connect() as connection:
        db.run(connection, "SELECT pg_advisory_lock(hashtext('lend rebuild'))")
        with pytest.raises(rebuilding.Running):
            rebuild()
        db.run(connection, "SELECT pg_advisory_unlock(hashtext('lend rebuild'))")


def test_counters_of_a_table_go_on_where_they_were(
    publish: Publish, rebuild: Any, keeper: Settings, database: db.Database
) -> None:
    """An identity column keeps counting, a generated column is made by the database, a reference forbids it all."""
    owner = psycopg2.connect(keeper.migrate_database_url.replace("+psycopg2", ""))
    owner.autocommit = True
    cursor = owner.cursor()
    cursor.execute(
        "CREATE TABLE named (seq bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, id uuid UNIQUE, name text,"
        " size integer GENERATED ALWAYS AS (length(name)) STORED)"
    )

    @rebuilds("named")
    def keep(events: list[Event]) -> None:
        with work() as w:
            for event in events:
                w.execute(
                    "INSERT INTO named (id, name) VALUES (:id, :name) ON CONFLICT (id) DO NOTHING",
                    {"id": event.subject, "name": event.data["name"]},
                )

    publish(branch(uuid7()), branch(uuid7(), name="Perth"))
    assert rebuild({CREATED: [keep]}) == {"named": 2}
    consume.take([branch(uuid7(), name="Hobart")], {CREATED: [keep]})
    rows = db.all("SELECT name, size FROM named ORDER BY seq")
    assert [(row.name, row.size) for row in rows] == [("Sydney", 6), ("Perth", 5), ("Hobart", 6)]
    cursor.execute("CREATE TABLE child (id uuid REFERENCES named (id))")
    owner.close()
    with pytest.raises(RuntimeError, match="child refers to it"):
        rebuild({CREATED: [keep]})
