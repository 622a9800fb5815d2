"""Lists that go on where they stopped."""

import base64
import json
from typing import Any

import pytest
from marshmallow import ValidationError

from lendkit.messaging import copies
from lendkit.testing.client import Client
from lendkit.values.errors import Invalid
from lendkit.values.identifiers import uuid7
from lendkit.web.pages import Order, PageArgs, like, page

NAMES = ["Adams", "Brown", "Brown", "Clark", "Davis", "Evans", 'O\'Neill "Bo" %']


@pytest.fixture
def admin(client: Client) -> Client:
    for version, name in enumerate(NAMES, start=1):
        copies.put("loan", uuid7(), version, {"name": name, "version": version})
    return client.acting("admin")


def listed(caller: Client, **args: Any) -> dict[str, Any]:
    answer = caller.get("/api/auth/loans/", query_string=args)
    assert answer.status_code == 200, answer.text
    return dict(answer.get_json())


def cursor(*parts: Any) -> str:
    return base64.urlsafe_b64encode(json.dumps(parts).encode()).decode().rstrip("=")


@pytest.mark.parametrize(
    ("sort", "field", "expected"), [("name", "name", NAMES), ("-version", "version", [7, 6, 5, 4, 3, 2, 1])]
)
@pytest.mark.parametrize("limit", [1, 2, 3, 7, 200])
def test_pages_show_everything_once_and_in_order(
    admin: Client, sort: str, field: str, expected: Any, limit: int
) -> None:
    seen, following = [], None
    while True:
        found = listed(admin, sort=sort, limit=limit, **({"cursor": following} if following else {}))
        seen += [item[field] for item in found["items"]]
        following = found["next"]
        if following is None:
            break
    assert seen == expected


def test_the_total_is_on_the_first_page_only(admin: Client) -> None:
    first = listed(admin, limit=3)
    assert first["total"] == 7
    assert listed(admin, limit=3, cursor=first["next"])["total"] is None


def test_what_is_added_before_the_cursor_moves_nothing(admin: Client) -> None:
    first = listed(admin, limit=2)
    copies.put("loan", uuid7(), 9, {"name": "Aaron", "version": 9})
    assert [item["name"] for item in listed(admin, limit=2, cursor=first["next"])["items"]] == ["Brown", "Clark"]


@pytest.mark.parametrize(
    ("asked", "used"), [(None, 50), ("1", 1), ("0", 1), ("-5", 1), ("200", 200), ("1000000000", 200)]
)
def test_a_limit_is_clamped(asked: str | None, used: int) -> None:
    assert PageArgs().load({} if asked is None else {"limit": asked})["limit"] == used


@pytest.mark.parametrize("asked", ["many", "", "1.5", "1e3", "9" * 5000])
def test_a_limit_is_a_number(asked: str) -> None:
    with pytest.raises(ValidationError, match="limit"):
        PageArgs().load({"limit": asked})


@pytest.mark.parametrize("sort", ["password_hash", "-name", "name;DROP TABLE copies", "name,version", "NAME"])
def test_a_sort_comes_from_the_list(admin: Client, sort: str) -> None:
    answer = admin.get("/api/auth/loans/", query_string={"sort": sort})
    assert answer.status_code == 422
    assert set(answer.get_json()["errors"]) == {"/sort"}


FORGED = {
    "nonsense": "nonsense",
    "not base64": "!!!!",
    "not ASCII": "é",
    "an object": base64.urlsafe_b64encode(b'{"a":1,"b":2,"c":3}').decode(),
    "text": base64.urlsafe_b64encode(b'"abc"').decode(),
    "too short": cursor("name", "Brown"),
    "too long": cursor("name", "Brown", str(uuid7()), 1),
    "of another sort": cursor("-version", "3", str(uuid7())),
    "id is no id": cursor("name", "Brown", "1"),
    "id is SQL": cursor("name", "Brown", "' OR 1=1 --"),
    "id is a number": cursor("name", "Brown", 1),
    "NUL in the value": cursor("name", "\x00", str(uuid7())),
    "half a surrogate pair": cursor("name", "\ud800", str(uuid7())),
    "deep": base64.urlsafe_b64encode(b"[" * 300).decode(),
}


@pytest.mark.parametrize("what", FORGED)
def test_a_forged_cursor_is_422(admin: Client, what: str) -> None:
    answer = admin.get("/api/auth/loans/", query_string={"cursor": FORGED[what]})
    assert answer.status_code == 422
    assert set(answer.get_json()["errors"]) == {"/cursor"}


@pytest.mark.parametrize("value", ["many", "", "1e9", "NaN", "99999999999999999999", "1; DROP TABLE copies"])
def test_a_forged_value_of_another_type_is_422(admin: Client, value: str) -> None:
    answer = admin.get(
        "/api/auth/loans/", query_string={"sort": "-version", "cursor": cursor("-version", value, str(uuid7()))}
    )
    assert answer.status_code == 422
    assert set(answer.get_json()["errors"]) == {"/cursor"}


@pytest.mark.parametrize(
    ("type", "good", "bad"),
    [
        ("timestamptz", "2026-11-24 05:13:49.508477+00", "yesterday-ish"),
        ("date", "2026-11-24", "2026-02-30"),
        ("numeric", "500000.00", "NaN"),
        ("uuid", "0198a000-0000-7000-8000-000000000000", "0198a000"),
        ("boolean", "true", "perhaps"),
    ],
)
def test_a_cursors_value_has_the_type_of_its_sort(type: str, good: str, bad: str) -> None:
    sorts = {"x": Order("x", type)}
    page({"limit": 1, "cursor": cursor("x", good, str(uuid7()))}, sorts, "x")
    with pytest.raises(Invalid):
        page({"limit": 1, "cursor": cursor("x", bad, str(uuid7()))}, sorts, "x")


def test_wildcards_in_a_search_are_text() -> None:
    assert like("50%_\\") == "%50\\%\\_\\\\%"
