"""What stands behind the question mark: SQL, forged cursors, everything at once, and text made to be slow."""

import time
from collections.abc import Callable
from typing import Any
from urllib.parse import quote

import pytest

from lendkit.values.identifiers import uuid7
from tests.attacks.operations import Operation, operations

ASKS = [operation for operation in operations() if operation.method == "GET" and operation.query]
LISTS = [operation for operation in operations() if operation.is_list]
SEARCHES = [operation for operation in operations() if "q" in operation.query]
SQL = (
    "' OR '1'='1",
    "(SELECT password_hash FROM app_user LIMIT 1)",
    "created_at; SELECT pg_sleep(5)",
    "\x00",
    ":_id",
    "%(id)s",
)
FORGED = ("W10", "eyJhIjoxfQ", "!!!", "WyJuYW1lIiwieCIsIjEiXQ", "WyJuYW1lIiwgIic7IC0tIiwgIjEiXQ", "A" * 500)


@pytest.fixture(scope="module")
def admin(sign_in: Callable[[str], Any]) -> Any:
    return sign_in("admin")


def ask(admin: Any, operation: Operation, **query: Any) -> Any:
    """With whatever it needs besides."""
    needed = {"application_id": uuid7()} if operation.id == "listFunding" else {}
    path = operation.at(dict.fromkeys(operation.parameters, str(uuid7())))
    text = "&".join(f"{name}={quote(str(value))}" for name, value in {**needed, **query}.items())
    return admin.get(f"{path}?{text}")


@pytest.mark.parametrize("operation", ASKS, ids=str)
def test_sql_in_a_question_is_only_text(admin: Any, operation: Operation) -> None:
    """Refused by name, or searched for and not found; never run, and never a failure of ours."""
    for name in operation.query:
        for attack in SQL:
            began = time.monotonic()
            answer = ask(admin, operation, **{name: attack})
            assert time.monotonic() - began < 4
            assert answer.status_code in (200, 404, 422), f"{name}={attack}: {answer.text}"
            if answer.status_code == 422:
                assert any(pointer.startswith(f"/{name}") for pointer in answer.json()["errors"]), answer.text
            elif answer.status_code == 200 and name == "q":
                assert answer.json()["items"] == []


@pytest.mark.parametrize("operation", LISTS, ids=str)
@pytest.mark.parametrize("sort", ["password_hash", "-password_hash", "id desc", "created_at,email", "random()", "1"])
def test_only_what_is_listed_sorts(admin: Any, operation: Operation, sort: str) -> None:
    answer = ask(admin, operation, sort=sort)
    assert (answer.status_code, list(answer.json()["errors"])) == (422, ["/sort"])


@pytest.mark.parametrize("operation", LISTS, ids=str)
def test_nobody_takes_everything_at_once(admin: Any, operation: Operation) -> None:
    for limit in (10**9, -1, 0):
        answer = ask(admin, operation, limit=limit)
        assert answer.status_code == 200 and len(answer.json()["items"]) <= 200
    for limit in ("1e9", "9" * 3500, "٣", "", "NaN"):
        assert ask(admin, operation, limit=limit).status_code in (200, 422)


@pytest.mark.parametrize("operation", LISTS, ids=str)
def test_a_forged_cursor_is_refused(admin: Any, operation: Operation) -> None:
    for cursor in FORGED:
        answer = ask(admin, operation, cursor=cursor)
        assert (answer.status_code, list(answer.json()["errors"])) == (422, ["/cursor"]), cursor


@pytest.mark.parametrize("operation", SEARCHES, ids=str)
def test_wildcards_and_hostile_text_are_searched_for_quickly(admin: Any, operation: Operation) -> None:
    for text in ("%%%%", "____", "%" * 100, "a!" * 50, "(a+)+$" * 16, "\\" * 99):
        began = time.monotonic()
        answer = ask(admin, operation, q=text)
        assert time.monotonic() - began < 0.5  # 200 ms, and a machine that others use too
        assert answer.status_code == 200 and answer.json()["items"] == []
    assert ask(admin, operation, q="a!" * 25_000).status_code in (414, 422)


def test_a_hundred_years_are_no_range_of_a_report(admin: Any) -> None:
    for operation in operations():
        if operation.service == "reports":
            answer = admin.get(f"{operation.path}?from=1926-01-01&to=2026-01-01")
            assert (answer.status_code, list(answer.json()["errors"])) == (422, ["/to"])


def test_hostile_text_in_a_body_is_read_quickly(admin: Any) -> None:
    for text in ("a!" * 25_000, "a@" * 25_000, "a." * 25_000 + "@", "@" + "a-" * 25_000, "0 " * 25_000):
        began = time.monotonic()
        person = {"first_name": "A", "last_name": "B", "email": text, "phone": text}
        answer = admin.post("/api/parties/borrowers/", person)
        assert time.monotonic() - began < 1
        assert answer.status_code == 422 and {"/email", "/phone"} <= set(answer.json()["errors"])
