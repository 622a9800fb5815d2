"""Every service hands out what it published, to other services only."""

import json
from typing import Any

import pytest

from lendkit.contracts.envelope import Event
from lendkit.messaging.work import work
from lendkit.testing.client import Client
from lendkit.values.identifiers import uuid7

EXPORT = "/internal/auth/export/user/"


def user(version: int = 1) -> Event:
    type = "auth.user_registered.v1" if version == 1 else "auth.user_changed.v1"
    data = {"id": uuid7(), "version": version, "email": "a@lend.example", "name": "A", "role": "bd", "links": {}}
    return Event.new(type, uuid7(), version, {**data, "active": True})


@pytest.fixture
def published(client: Client) -> list[Event]:
    events = [user(), user(2), user(2)]
    with work() as w:
        for event in events:
            w.emit(event)
    return events


@pytest.fixture
def peer(client: Client) -> Client:
    return client.as_service("finance")


def lines(answer: Any) -> list[dict[str, Any]]:
    return [json.loads(line) for line in answer.text.splitlines()]


def test_envelopes_in_order_with_their_place(peer: Client, published: list[Event]) -> None:
    answer = peer.get(EXPORT)
    assert answer.content_type == "application/x-ndjson"
    assert [Event.from_wire(line) for line in lines(answer)] == published
    assert [line["seq"] for line in lines(answer)] == sorted(line["seq"] for line in lines(answer))


def test_page_by_page_to_an_empty_end(peer: Client, published: list[Event]) -> None:
    first = lines(peer.get(f"{EXPORT}?limit=2"))
    rest = lines(peer.get(f"{EXPORT}?limit=2&after={first[-1]['seq']}"))
    assert [line["id"] for line in first + rest] == [str(event.id) for event in published]
    assert peer.get(f"{EXPORT}?after={rest[-1]['seq']}").text == ""


@pytest.mark.parametrize("bad", ["after=-1", "after=x", "limit=1.5", "after=٣", "after=" + "9" * 30])
def test_a_place_is_a_whole_number(peer: Client, bad: str) -> None:
    assert peer.get(f"{EXPORT}?{bad}").status_code == 422


@pytest.mark.parametrize("aggregate", ["loan", "nothing", "heartbeats"])
def test_what_this_owner_does_not_publish_is_not_there(peer: Client, aggregate: str) -> None:
    assert peer.get(f"/internal/auth/export/{aggregate}/").status_code == 404


@pytest.mark.parametrize("role", ["admin", "client"])
def test_users_may_not_read_it(client: Client, role: str) -> None:
    assert client.acting(role).get(EXPORT).status_code == 403
    assert client.get(EXPORT).status_code == 401


def test_sealed_data_is_in_no_log() -> None:
    from lendkit.web.export import exported

    assert "applications.parts_lodged.v1" not in exported("applications", "application")
    assert "applications.application_lodged.v1" in exported("applications", "application")
