"""Every field of every body: what was never asked for is refused, and what would have to be guessed or rounded too."""

import json
from collections.abc import Callable, Mapping
from typing import Any

import pytest

from lendkit.values.identifiers import uuid7
from tests.attacks.operations import Operation, Place, fields, kind_of, objects, operations

TAKES_JSON = [operation for operation in operations() if operation.body is not None]
# What an attacker would like to set, or what our own answers show.
UNASKED: Mapping[str, Any] = {
    "is_admin": True,
    "permissions": ["users.admin"],
    "balance": "1000000.00",
    "created_at": "2020-01-01T00:00:00Z",
    "created_by": {"id": str(uuid7())},
    "password_hash": "x",
    "version": 99,
    "__proto__": {"role": "admin"},
}
# id and role are fields of some shapes, so they are tried where they are not.
SOMETIMES: Mapping[str, Any] = {"id": str(uuid7()), "role": "admin", "stage": "settled", "status": "paid"}
NEVER: Mapping[str, list[Any]] = {
    "decimal": [-1, "-0.01", "1e400", "1_000", "1,000", "１２", "0x1", "NaN", True, [], {}, "1 0", "9" * 20, 10**15],
    "integer": [1.9, "12", True, 10**9, -1, [], "٣"],
    "date": [
        "9999-12-31",
        "0001-01-01",
        "2026-02-30",
        "20261124",
        "2026-11-24T00:00:00Z",
        20261124,
        "٢٠٢٦-١١-٢٤",
        True,
    ],
    "uuid": ["1", "' OR 1=1 --", True, 7, {}, "0198a000000370008000"],
    "choice": ["", "no such thing", "admin' --", 1, True, []],
    "boolean": ["true", "yes", 1, 0, "on", []],
    "text": ["\u202egpj.exe", "a\u2066b", "\x1b[2J", "\x7f", 7, True, {}],
}
# Passwords are not kept as they are, so they may hold anything, and be long: auth looks at them itself.
SECRET = {"password"}


def _put(into: Any, path: tuple[str | int, ...], value: Any) -> None:
    for key, following in zip(path, (*path[1:], None), strict=True):
        if following is None:
            inner: Any = value
        elif isinstance(following, int):
            inner = [None]
        else:
            inner = {}
        if isinstance(key, int):
            into[key] = inner if following is None or into[key] is None else into[key]
        else:
            into[key] = inner if following is None else into.get(key, inner)
        into = into[key]


def send(user: Any, operation: Operation, body: Any) -> Any:
    path = operation.at(dict.fromkeys(operation.parameters, str(uuid7())))
    headers = {"Idempotency-Key": str(uuid7()), "Content-Type": "application/json"}
    text = json.dumps(body)
    return user.session.request(operation.method, user.base_url + path, data=text, headers=headers, timeout=15)


@pytest.fixture(scope="module")
def admin(sign_in: Callable[[str], Any]) -> Any:
    """Who may everything is refused nothing but the content."""
    return sign_in("admin")


def book(admin: Any) -> dict[str, Any]:
    """How much there is of everything."""
    lists = [operation for operation in operations() if operation.is_list and operation.id != "listFunding"]
    return {operation.id: admin.get(f"{operation.path}?limit=1").json()["total"] for operation in lists}


@pytest.fixture(scope="module")
def before(admin: Any) -> dict[str, Any]:
    return book(admin)


@pytest.mark.parametrize("operation", TAKES_JSON, ids=str)
def test_nothing_is_set_that_was_not_asked_for(admin: Any, before: Any, operation: Operation) -> None:
    """Mass assignment, at every depth of the body."""
    assert operation.body is not None
    places = []
    body: Any = {}
    for shape in objects(operation.body):
        known = shape.schema["properties"]
        for name, value in {**UNASKED, **SOMETIMES}.items():
            if name not in known:
                places.append(Place((*shape.path, name), {}))
                _put(body, places[-1].path, value)
    answer = send(admin, operation, body)
    assert answer.status_code == 422, answer.text
    assert {place.pointer for place in places} <= set(answer.json()["errors"])


@pytest.mark.parametrize("operation", TAKES_JSON, ids=str)
def test_no_field_takes_what_it_would_have_to_guess(admin: Any, before: Any, operation: Operation) -> None:
    """All fields of a body at once, each with one bad value of its kind after the other: each one is named."""
    assert operation.body is not None
    kinds = {place: kind_of(place.schema) for place in fields(operation.body) if place.path[-1] not in SECRET}
    places = {place: NEVER[kind] for place, kind in kinds.items() if kind in NEVER}
    for turn in range(max(map(len, places.values()), default=0)):
        body: Any = {}
        for place, values in places.items():
            _put(body, place.path, values[turn % len(values)])
        answer = send(admin, operation, body)
        assert answer.status_code == 422, answer.text
        taken = [place for place in places if not _named(place.pointer, answer.json()["errors"])]
        assert not [(place.pointer, places[place][turn % len(places[place])]) for place in taken]


@pytest.mark.parametrize("operation", TAKES_JSON, ids=str)
def test_a_text_has_an_end(admin: Any, before: Any, operation: Operation) -> None:
    assert operation.body is not None
    places = [
        field for field in fields(operation.body) if kind_of(field.schema) == "text" and field.path[-1] not in SECRET
    ]
    body: Any = {}
    for place in places:
        _put(body, place.path, "x" * (place.schema.get("maxLength", 500) + 1))
    if places:
        answer = send(admin, operation, body)
        assert answer.status_code == 422, answer.text
        assert {place.pointer for place in places} <= set(answer.json()["errors"])


def _named(pointer: str, errors: Mapping[str, Any]) -> bool:
    """Itself, or something inside of it or around it."""
    return any(f"{error}/".startswith(f"{pointer}/") or f"{pointer}/".startswith(f"{error}/") for error in errors)


@pytest.mark.parametrize("text", [r'"\u0000"', r'"\ud800"', r'"a\udfff"'], ids=["NUL", "half a pair", "other half"])
@pytest.mark.parametrize("operation", TAKES_JSON, ids=str)
def test_a_character_that_cannot_be_kept_is_no_json_of_ours(admin: Any, operation: Operation, text: str) -> None:
    path = operation.at(dict.fromkeys(operation.parameters, str(uuid7())))
    answer = admin.session.request(
        operation.method,
        admin.base_url + path,
        data=f'{{"name": {text}}}'.encode(),
        headers={"Content-Type": "application/json", "Idempotency-Key": str(uuid7())},
        timeout=15,
    )
    assert (answer.status_code, answer.json()["code"]) == (400, "unreadable_json")


HOSTILE = {
    "100,000 brackets": (b"[" * 100_000, 400),
    "NaN": (b'{"loan_amount": NaN}', 400),
    "Infinity": (b'{"loan_amount": -Infinity}', 400),
    "1e400": (b'{"loan_amount": 1e400}', 400),
    "minus nothing": (b'{"loan_amount": -0}', 422),
    "the same key twice": (b'{"loan_amount": 1, "loan_amount": 2}', 400),
    "a thousandth": (b'{"loan_amount": 0.001}', 422),
    "half a cent": (b'{"loan_amount": 1.005}', 422),
    "nothing": (b'{"loan_amount": 0}', 422),
    "1,000,001 keys": (json.dumps({str(n): 1 for n in range(80_000)}).encode(), 400),
    "two megabytes": (b'{"purpose": "' + b"a" * 2_000_000 + b'"}', 413),
    "a form": (b"loan_amount=1", 415),
}


@pytest.mark.parametrize("what", HOSTILE)
def test_a_body_is_json_and_no_more(admin: Any, before: Any, what: str) -> None:
    body, status = HOSTILE[what]
    type = "application/x-www-form-urlencoded" if what == "a form" else "application/json"
    answer = admin.session.post(
        f"{admin.base_url}/api/applications/", data=body, headers={"Content-Type": type}, timeout=15
    )
    assert answer.status_code == status, answer.text
    assert answer.headers["Content-Type"] == "application/problem+json"


def test_nobody_is_born_tomorrow_and_no_loan_runs_for_ever(admin: Any, before: Any) -> None:
    body = {"borrowers": [{"first_name": "A", "last_name": "B", "date_of_birth": "2199-01-01"}], "loan_term": 10}
    answer = admin.post("/api/applications/", {**body, "loan_amount": 1, "application_type": "other"})
    assert answer.status_code == 422 and "/borrowers/0/date_of_birth" in answer.json()["errors"]
    answer = admin.post("/api/applications/", {"loan_term": 10**9})
    assert answer.status_code == 422 and "/loan_term" in answer.json()["errors"]


def test_there_is_as_much_of_everything_as_before(admin: Any, before: dict[str, Any]) -> None:
    assert book(admin) == before
