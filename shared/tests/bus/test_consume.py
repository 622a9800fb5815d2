"""Once per event, in one transaction, and what fails waits for another try without holding up the others."""

from itertools import permutations
from typing import Any
from uuid import UUID

import pytest

from lendkit import consume, copies, db
from lendkit.contracts.envelope import Event
from lendkit.identifiers import uuid7
from lendkit.work import work

CREATED, CHANGED = "parties.branch_created.v1", "parties.branch_changed.v1"
HANDLERS = {CREATED: [copies.project("branch")], CHANGED: [copies.project("branch")]}


def branch(id: UUID, version: int = 1, name: str = "Sydney") -> Event:
    type = CREATED if version == 1 else CHANGED
    return Event.new(type, id, version, {"id": id, "version": version, "name": name})


def version_of(id: UUID) -> int:
    found = copies.get("branch", id)
    return found.version if found else 0


@pytest.fixture(autouse=True)
def own_database(database: db.Database) -> db.Database:
    return database


def test_an_event_counts_once_however_often_it_comes() -> None:
    seen: list[UUID] = []
    event = branch(uuid7())
    handlers = {CREATED: [lambda events: seen.extend(e.id for e in events)]}
    for _ in range(3):
        consume.take_all([event, event], handlers)
    assert seen == [event.id]


def test_a_copy_ends_at_the_highest_version_in_any_order() -> None:
    orders = {uuid7(): order for order in permutations(range(1, 6))}
    for place in range(5):
        consume.take_all([branch(id, order[place], f"v{order[place]}") for id, order in orders.items()], HANDLERS)
    found = [copies.get("branch", id) for id in orders]
    assert len(found) == 120
    assert {(copy.version, copy.body["name"]) for copy in found if copy} == {(5, "v5")}


def test_a_tombstone_is_not_raised() -> None:
    id = uuid7()
    copies.put("branch", id, 7, {}, deleted=True)
    consume.take_all([branch(id, 9)], HANDLERS)
    assert copies.get("branch", id).deleted  # type: ignore[union-attr]


def test_the_others_flow_and_the_failing_one_is_parked_with_its_followers() -> None:
    bad, good = uuid7(), uuid7()
    broken = [True]

    def picky(events: list[Event]) -> None:
        if broken[0] and any(event.subject == bad for event in events):
            raise ValueError("not today")

    handlers: dict[str, list[Any]] = {type: [picky, *rest] for type, rest in HANDLERS.items()}
    consume.take_all([branch(bad), branch(good), branch(bad, 2)], handlers)
    assert (version_of(good), version_of(bad)) == (1, 0)
    assert db.scalar("SELECT count(*) FROM parked") == 2
    consume.retry_parked(handlers)
    assert version_of(bad) == 0, "its time has not come"
    with work() as w:
        w.execute("UPDATE parked SET next_at = now() - interval '1 second'")
    consume.retry_parked(handlers)
    assert db.scalar("SELECT max(attempt) FROM parked") == 1
    broken[0] = False
    with work() as w:
        w.execute("UPDATE parked SET next_at = now() - interval '1 second'")
    consume.retry_parked(handlers)
    assert version_of(bad) == 2
    assert db.scalar("SELECT count(*) FROM parked") == 0


def test_after_the_last_retry_it_rests_as_a_dead_letter() -> None:
    def never(_events: list[Event]) -> None:
        raise ValueError("never")

    consume.take_all([branch(uuid7())], {CREATED: [never]})
    for _ in range(4):
        with work() as w:
            w.execute("UPDATE parked SET next_at = now() - interval '1 second'")
        consume.retry_parked({CREATED: [never]})
    assert db.scalar("SELECT next_at FROM parked") is None
    assert "never" in db.scalar("SELECT error FROM parked")


def test_a_heartbeat_says_how_fresh_a_source_is() -> None:
    beat = Event.new("parties.heartbeat.v1", uuid7(), 1, {"as_of": "2026-11-24T05:00:00+00:00"})
    older = Event.new("parties.heartbeat.v1", uuid7(), 1, {"as_of": "2026-11-24T04:00:00+00:00"})
    consume.take_all([beat, older], HANDLERS)
    consume.take_all([older], HANDLERS)
    assert db.scalar("SELECT as_of FROM sources WHERE owner = 'parties'").isoformat() == "2026-11-24T05:00:00+00:00"
    assert db.scalar("SELECT count(*) FROM inbox") == 0


def test_a_copy_that_is_missing_is_asked_for_once() -> None:
    id, asked = uuid7(), []

    def fetch(owner: str, path: str) -> dict[str, Any]:
        asked.append((owner, path))
        body = {"id": str(id), "version": 4, "name": "Perth"}
        return {"id": str(id), "version": 4, "deleted": False, "body": body, "as_of": "2026-11-24T05:00:00+00:00"}

    copies.fetch_with(fetch)
    assert copies.need("branch", id).body["name"] == copies.need("branch", id).body["name"] == "Perth"
    assert asked == [("parties", f"/internal/parties/branches/{id}/")]
