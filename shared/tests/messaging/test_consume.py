"""Once per event, in one transaction, and what fails waits for another try without holding up the others."""

import json
from itertools import permutations
from types import SimpleNamespace
from typing import Any
from uuid import UUID

import pytest

from lendkit.contracts.envelope import Event
from lendkit.messaging import consume, copies
from lendkit.messaging.work import work
from lendkit.runtime import db
from lendkit.runtime.settings import Settings
from lendkit.values.identifiers import uuid7

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


class Channel:
    """Stands where a channel stands, and remembers what it was told of each message."""

    def __init__(self) -> None:
        self.told: list[tuple[str, int]] = []

    def basic_ack(self, tag: int, multiple: bool = False) -> None:
        self.told.append(("up to here" if multiple else "this one", tag))

    def basic_reject(self, tag: int, requeue: bool) -> None:
        assert not requeue
        self.told.append(("never", tag))


def arrive(*messages: tuple[str, bytes]) -> list[tuple[str, int]]:
    """What a consumer of finance's tells the broker of messages that came under these routing keys."""
    consumer, channel = consume.Consumer(Settings(service="finance", database_url=""), HANDLERS), Channel()
    for tag, (key, body) in enumerate(messages, 1):
        method = SimpleNamespace(delivery_tag=tag, routing_key=key, redelivered=False)
        consumer.arrived.append((method, body))
    consumer._work_off(SimpleNamespace(process_data_events=lambda time_limit: None), channel)
    return channel.told


def wire(event: Event) -> bytes:
    return json.dumps(event.to_wire()).encode()


def test_what_cannot_be_read_is_a_dead_letter_wherever_it_stands() -> None:
    """A tag that was answered already must not be acknowledged: the broker would close the channel."""
    id = uuid7()
    assert arrive((CREATED, wire(branch(id))), (CREATED, b"rubbish")) == [("never", 2), ("up to here", 1)]
    assert arrive((CREATED, b"[]"), (CREATED, wire(branch(uuid7())))) == [("never", 1), ("up to here", 2)]
    assert arrive((CREATED, b"{")) == [("never", 1)]
    assert version_of(id) == 1


def test_an_event_that_is_not_what_its_routing_key_says_is_forged() -> None:
    """The broker sees to it that a service publishes under its own keys: what stands inside is checked here."""
    true, false, again = uuid7(), uuid7(), uuid7()
    told = arrive(
        (CREATED, wire(branch(true))),
        ("documents.document_stored.v1", wire(branch(false))),
        ("finance.events", wire(branch(again))),  # a dead letter that an administrator gave back
    )
    assert told == [("this one", 2), ("up to here", 3)]
    assert (version_of(true), version_of(false), version_of(again)) == (1, 0, 1)
    assert db.scalar("SELECT count(*) FROM parked") == 0
