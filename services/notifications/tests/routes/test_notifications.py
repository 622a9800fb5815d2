"""A user's own list over HTTP, and nobody else's."""

from collections.abc import Callable
from typing import Any

import pytest

from lendkit.runtime import db
from lendkit.testing.client import Client
from lendkit.values.identifiers import uuid7
from services.notifications.tests.factories import BD, application, lodged, user

LIST = "/api/notifications/"


@pytest.fixture
def bdm(client: Client, deliver: Callable[..., None]) -> Client:
    """A BDM with notifications of three applications."""
    bdm = user("bd", bd_id=BD)
    deliver(bdm, *(lodged(application(reference_number=f"APP-2026-00000{n}")) for n in (1, 2, 3)))
    return client.acting("bd", user_id=bdm.subject, bd_id=BD)


def _items(client: Client, query: str = "") -> list[dict[str, Any]]:
    return list(client.get(LIST + query).get_json()["items"])


def test_the_list_is_the_callers_own_with_its_unread_count(client: Client, bdm: Client) -> None:
    page = bdm.get(LIST).get_json()
    assert (page["total"], page["unread"], page["next"]) == (3, 3, None)
    fields = {"id", "kind", "title", "message", "link", "created_at", "read_at", "acknowledged_at"}
    assert set(page["items"][0]) == fields
    assert client.acting("admin").get(LIST).get_json() == {"items": [], "next": None, "total": 0, "unread": 0}
    assert client.get(LIST).status_code == 401


def test_pages_go_on_where_they_stopped(bdm: Client) -> None:
    first = bdm.get(f"{LIST}?limit=2").get_json()
    second = bdm.get(f"{LIST}?limit=2&cursor={first['next']}").get_json()
    ids = [item["id"] for item in first["items"] + second["items"]]
    assert len(set(ids)) == 3
    assert second["next"] is None
    assert bdm.get(f"{LIST}?nonsense=1").status_code == 422


def test_acknowledged_is_read_and_the_first_time_counts(bdm: Client) -> None:
    id = _items(bdm)[0]["id"]
    first = bdm.post(f"{LIST}{id}/acknowledge/").get_json()
    assert first["acknowledged_at"] == first["read_at"] is not None
    assert bdm.post(f"{LIST}{id}/acknowledge/").get_json() == first
    assert id not in {item["id"] for item in _items(bdm, "?unread=true")}
    assert [item["id"] for item in _items(bdm, "?unread=false")] == [id]
    assert bdm.get(LIST).get_json()["unread"] == 2


def test_acknowledge_all(client: Client, bdm: Client) -> None:
    assert client.acting("bd").post(f"{LIST}acknowledge-all/").get_json() == {"acknowledged": 0}
    assert bdm.post(f"{LIST}acknowledge-all/").get_json() == {"acknowledged": 3}
    assert bdm.get(f"{LIST}?unread=true").get_json()["total"] == 0


def test_deleted_is_gone_until_it_is_restored(bdm: Client) -> None:
    item = _items(bdm)[0]
    assert bdm.delete(f"{LIST}{item['id']}/").status_code == 204
    assert bdm.delete(f"{LIST}{item['id']}/").status_code == 204
    assert item not in _items(bdm)
    assert bdm.post(f"{LIST}{item['id']}/acknowledge/").status_code == 404
    assert bdm.post(f"{LIST}{item['id']}/restore/").get_json() == item
    assert item in _items(bdm)


@pytest.mark.parametrize(("method", "tail"), [("POST", "acknowledge/"), ("DELETE", ""), ("POST", "restore/")])
def test_another_users_notification_is_not_found(client: Client, bdm: Client, method: str, tail: str) -> None:
    item = _items(bdm)[0]
    for id in (item["id"], uuid7()):
        assert client.acting("admin").call(method, f"{LIST}{id}/{tail}").status_code == 404
    assert item in _items(bdm)


def test_a_ticket_is_kept_as_a_hash_only(client: Client) -> None:
    ticket = client.acting("client").post(f"{LIST}ws-ticket/").get_json()["ticket"]
    row = db.one("SELECT encode(hash, 'escape') AS hash, role, expires_at - now() AS left FROM ticket")
    assert row is not None
    assert ticket not in row.hash
    assert (row.role, 0 < row.left.total_seconds() <= 30) == ("client", True)
    assert client.post(f"{LIST}ws-ticket/").status_code == 401
