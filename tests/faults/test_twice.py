"""Every event once more, twice and in any order, at services that have forgotten that they had it: nothing changes."""

import json
import random
import time
from collections.abc import Callable, Mapping
from typing import Any

import pika
import psycopg2
import pytest

from lendkit.contracts import CATALOGUE
from lendkit.messaging.bus import EXCHANGE, PERSISTENT

# What may differ: the mechanics of delivery, the clock of the others, the numbers of hints, and the mark by which an
# answer that is kept in memory is known to be old.
MECHANICS = {"outbox", "inbox", "parked", "sources", "jwks", "feed", "feed_counter", "idempotency_key", "job_run"}
MECHANICS |= {"edition"}
_TABLES = "SELECT relname FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace ORDER BY relname"
_MAIL = "SELECT count(*) FROM delivery WHERE state IN ('pending', 'sending')"
_LEFT = "SELECT count(*) FROM inbox"
EPHEMERAL = [event.type for event in CATALOGUE.values() if event.ephemeral]  # they were wiped once they were sent


def asked(url: str, statement: str, *params: Any) -> list[tuple[Any, ...]]:
    with psycopg2.connect(url) as connection, connection.cursor() as cursor:
        cursor.execute(statement, params)
        return cursor.fetchall() if cursor.description else []


def state(databases: Mapping[str, str]) -> dict[str, Any]:
    """A hash of the rows of every table that says something about the business."""
    hashes = {}
    for service, url in databases.items():
        for (table,) in asked(url, _TABLES):
            if table not in MECHANICS and not table.startswith("alembic"):
                statement = f"SELECT count(*), md5(string_agg(t::text, '|' ORDER BY t::text)) FROM {table} AS t"
                hashes[f"{service}.{table}"] = asked(url, statement)[0]
    return hashes


def settled(databases: Mapping[str, str], dev: Callable[..., int]) -> dict[str, Any]:
    """The state once nothing is under way: all delivered, no mail held or being sent, and nothing moves any more."""
    deadline = time.monotonic() + 120
    last: dict[str, Any] = {}
    while time.monotonic() < deadline:
        under_way = asked(databases["notifications"], _MAIL)[0][0]
        current = state(databases) if not under_way and dev("verify") == 0 else {}
        if current and current == last:
            return current
        last = current
        time.sleep(2)
    raise AssertionError(f"it did not become quiet: {under_way} mails under way")


def published(databases: Mapping[str, str]) -> list[tuple[str, str]]:
    """(type, envelope) of everything that was ever sent and is still whole."""
    statement = "SELECT type, payload::text FROM outbox WHERE published_at IS NOT NULL AND NOT headers ? 'ephemeral'"
    return [row for url in databases.values() for row in asked(url, statement)]


def send(amqp_url: str, events: list[tuple[str, str]]) -> None:
    with pika.BlockingConnection(pika.URLParameters(amqp_url)) as connection:
        channel = connection.channel()
        channel.confirm_delivery()
        for type, envelope in events:
            channel.basic_publish(EXCHANGE, type, envelope.encode(), PERSISTENT)


def of_others_now(events: list[tuple[str, str]]) -> list[str]:
    """Ids of the events about applications that have come to other people since.

    Who is told is decided when an event is heard, and these people never were: what notifications remembers of such
    events stays.
    """
    bodies = [json.loads(envelope) for _, envelope in events]
    moved = {body["subject"] for body in bodies if body["type"] == "applications.application_assigned.v1"}
    return [body["id"] for body in bodies if {body["subject"], body["data"].get("application_id")} & moved]


@pytest.mark.timeout(400)
def test_every_event_twice_and_shuffled(
    stack: dict[str, Any],
    dev: Callable[..., int],
) -> None:
    databases = stack["databases"]
    before = settled(databases, dev)
    events = published(databases)
    expected = {service: asked(url, _LEFT)[0][0] for service, url in databases.items()}
    print(f"{len(events)} events, {sum(expected.values())} deliveries")
    for service, url in databases.items():
        kept = of_others_now(events) if service == "notifications" else []
        asked(url, "DELETE FROM inbox WHERE type <> ALL(%s) AND event_id <> ALL(%s::uuid[])", EPHEMERAL, kept)
    shuffled = events * 2
    random.Random(20261124).shuffle(shuffled)
    send(stack["amqp_url"], shuffled)
    after = settled(databases, dev)
    assert {name for name in before if before[name] != after[name]} == set()
