"""A person looks at what failed, lets it be tried again, or throws it away and says why."""

from typing import Any
from uuid import UUID

import pytest

from lendkit.contracts.envelope import Event
from lendkit.messaging import consume, copies, dead_letters
from lendkit.messaging.work import work
from lendkit.runtime import db
from lendkit.values.errors import NotFound
from lendkit.values.identifiers import uuid7

CREATED, CHANGED = "parties.branch_created.v1", "parties.branch_changed.v1"
WELL = {CREATED: [copies.project("branch")], CHANGED: [copies.project("branch")]}


def broken(_events: list[Event]) -> None:
    raise ValueError("not today")


ILL = {CREATED: [broken], CHANGED: [broken]}


def branch(id: UUID, version: int = 1) -> Event:
    return Event.new(CREATED if version == 1 else CHANGED, id, version, {"id": id, "version": version, "name": "Perth"})


@pytest.fixture(autouse=True)
def own_database(database: db.Database) -> db.Database:
    return database


@pytest.fixture
def dead() -> list[Event]:
    """One that failed for good, with one behind it, and one of another aggregate that will be tried again."""
    id = uuid7()
    events = [branch(id), branch(id, 2), branch(uuid7())]
    consume.take_all(events, ILL)
    with work() as w:
        w.execute("UPDATE parked SET attempt = 4, next_at = NULL WHERE aggregate_id = :id", {"id": id})
    return events


def version_of(event: Event) -> int:
    found = copies.get("branch", event.subject)
    return found.version if found else 0


def test_what_rests_is_shown_with_its_reason(dead: list[Event]) -> None:
    assert dead_letters.counts() == {"unsent": 0, "held": 0, "parked": 1, "dead": 2}
    first = next(row for row in dead_letters.failed() if row["event_id"] == dead[0].id)
    assert (first["error"], first["next_at"]) == ("ValueError: not today", None)


def test_one_is_tried_again_with_those_behind_it(dead: list[Event], caplog: pytest.LogCaptureFixture) -> None:
    assert dead_letters.retry(dead[0].id) == 2
    assert caplog.records[-1].message == "bus_retry"
    consume.retry_parked(WELL)
    assert (version_of(dead[0]), version_of(dead[2])) == (2, 0)


def test_all_are_tried_again(dead: list[Event]) -> None:
    assert dead_letters.retry() == 3
    consume.retry_parked(WELL)
    assert dead_letters.counts() == {"unsent": 0, "held": 0, "parked": 0, "dead": 0}


def test_one_is_thrown_away_and_the_next_goes_on(dead: list[Event], caplog: pytest.LogCaptureFixture) -> None:
    dead_letters.discard(dead[0].id, "entered twice")
    record: Any = caplog.records[-1]
    assert (record.message, record.event_id, record.reason) == ("bus_discard", str(dead[0].id), "entered twice")
    assert record.by and record.sequence == 1
    consume.retry_parked(WELL)
    assert version_of(dead[1]) == 2


def test_what_is_not_here_is_said_to_be_so(dead: list[Event]) -> None:
    for act in (lambda: dead_letters.retry(uuid7()), lambda: dead_letters.discard(uuid7(), "a typing error")):
        with pytest.raises(NotFound):
            act()
    assert dead_letters.counts()["dead"] == 2


def test_an_event_that_the_broker_refused_is_sent_again() -> None:
    event = branch(uuid7())
    with work() as w:
        w.emit(event)
    with work() as w:
        w.execute("UPDATE outbox SET held_at = now(), attempts = 10, last_error = 'no queue is bound to this type'")
    assert dead_letters.counts()["held"] == 1
    assert dead_letters.failed()[0]["error"] == "held: no queue is bound to this type"
    assert dead_letters.retry(event.id) == 1
    assert dead_letters.counts() == {"unsent": 1, "held": 0, "parked": 0, "dead": 0}
