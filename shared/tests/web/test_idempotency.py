"""A retry with the same key gets the first answer; nothing is done twice."""

import threading
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from werkzeug.test import TestResponse

from lendkit.runtime import db
from lendkit.testing.client import Client
from lendkit.values.errors import DomainError
from lendkit.values.identifiers import uuid7
from lendkit.web import idempotency
from lendkit.web.idempotency import Answer

KEY = "fee-2026-11-24"
BODY = {"amount": "500000.00", "purpose": "Renovation in Fitzroy"}


@pytest.fixture
def admin(client: Client) -> Client:
    return client.acting("admin")


def post(caller: Client, body: Any = None, key: str | None = KEY, **headers: str) -> TestResponse:
    given = headers if key is None else {"Idempotency-Key": key, **headers}
    return caller.post("/api/auth/loans/", body or BODY, headers=given)


def lent() -> int:
    return int(db.scalar("SELECT count(*) FROM copies WHERE kind = 'loan'"))


def kept() -> int:
    return int(db.scalar("SELECT count(*) FROM idempotency_key"))


def test_the_same_key_and_input_get_the_first_answer(admin: Client) -> None:
    first, second = post(admin), post(admin)
    assert (first.status_code, second.status_code) == (201, 201)
    assert first.get_json() == second.get_json()
    assert first.headers["ETag"] == second.headers["ETag"]
    assert "Idempotency-Hit" not in first.headers and second.headers["Idempotency-Hit"] == "true"
    assert lent() == 1


def test_the_order_of_the_input_does_not_matter(admin: Client) -> None:
    post(admin)
    assert post(admin, dict(reversed(BODY.items()))).headers["Idempotency-Hit"] == "true"


def test_other_input_under_the_same_key_is_422(admin: Client) -> None:
    post(admin)
    answer = post(admin, {**BODY, "amount": "500000.01"})
    assert (answer.status_code, answer.get_json()["code"]) == (422, "idempotency_key_reused")
    assert lent() == 1


def test_a_key_belongs_to_its_user(client: Client) -> None:
    assert post(client.acting("admin")).status_code == post(client.acting("bd")).status_code == 201
    assert lent() == 2


def test_without_a_key_each_call_counts(admin: Client) -> None:
    post(admin, key=None), post(admin, key=None)
    assert (lent(), kept()) == (2, 0)


def test_where_a_key_is_required_its_lack_is_400(admin: Client) -> None:
    answer = post(admin, key=None, **{"X-Test": "required"})
    assert (answer.status_code, answer.get_json()["code"]) == (400, "idempotency_key_required")
    assert lent() == 0


@pytest.mark.parametrize("key", ["", "7 chars", "x" * 129, "with\ttab in it", "späte Zahlung"])
def test_a_key_has_8_to_128_printable_characters(admin: Client, key: str) -> None:
    assert post(admin, key=key).status_code == 422
    assert lent() == 0


@pytest.mark.parametrize("key", ["8 chars!", "x" * 128])
def test_the_bounds_of_a_key_are_good(admin: Client, key: str) -> None:
    assert post(admin, key=key).status_code == 201


def test_a_refusal_stores_nothing_so_the_key_may_be_used_again(admin: Client) -> None:
    def refuse() -> None:
        raise DomainError("not_now", "The branch is closed.")

    admin.app.config["BEFORE_ANSWER"] = refuse
    assert post(admin).status_code == 409
    assert (lent(), kept()) == (0, 0)
    admin.app.config["BEFORE_ANSWER"] = lambda: None
    assert post(admin).status_code == 201


def test_a_crash_stores_nothing(admin: Client) -> None:
    admin.app.config["BEFORE_ANSWER"] = lambda: 1 / 0
    assert post(admin).status_code == 500
    assert (lent(), kept()) == (0, 0)


def test_twenty_at_once_are_one(admin: Client) -> None:
    with ThreadPoolExecutor(5) as pool:
        answers = list(pool.map(lambda _: post(admin), range(20)))
    assert {answer.status_code for answer in answers} == {201}
    assert len({answer.get_json()["id"] for answer in answers}) == 1
    assert sum("Idempotency-Hit" not in answer.headers for answer in answers) == 1
    assert lent() == 1


def test_while_the_first_still_runs_it_is_409(admin: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(idempotency, "WAIT", "200ms")
    begun, end = threading.Event(), threading.Event()
    admin.app.config["BEFORE_ANSWER"] = lambda: (begun.set(), end.wait(10))
    with ThreadPoolExecutor(1) as pool:
        first = pool.submit(post, admin)
        assert begun.wait(10)
        second = post(admin)
        end.set()
    assert (second.status_code, second.get_json()["code"]) == (409, "in_progress")
    assert first.result().status_code == 201
    assert lent() == 1


def test_a_lock_that_is_not_the_keys_is_waited_for(
    admin: Client, database: db.Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(idempotency, "WAIT", "200ms")
    admin.app.config["BEFORE_ANSWER"] = _lock_scope
    with database.engine.begin() as other:
        db.run(other, "LOCK TABLE scope")
        release = threading.Timer(0.8, other.rollback)
        release.start()
        answer = post(admin)
        release.join()
    assert (answer.status_code, lent()) == (201, 1), "the key's timeout ended with its statement"


def _lock_scope() -> None:
    db.scalar("SELECT count(*) FROM scope")


def test_an_answer_without_a_body_can_be_repeated(admin: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    def run() -> TestResponse:
        with admin.app.test_request_context(headers={"Idempotency-Key": KEY}):
            return idempotency.run_once("closeLoan", {}, lambda: Answer(204, ""))  # type: ignore[return-value]

    from lendkit.runtime import context

    with context.bind(actor=context.SYSTEM):
        assert [run().status_code, run().status_code] == [204, 204]


def test_a_view_that_runs_once_knows_its_route_and_key(admin: Client) -> None:
    paths = [f"/api/auth/loans/{uuid7()}/close/" for _ in range(2)]
    body = {"amount": "1.00"}
    first, again, other = (
        admin.post(path, body, headers={"Idempotency-Key": KEY}) for path in (paths[0], paths[0], paths[1])
    )
    id = paths[0].split("/")[4]
    assert first.get_json() == {"id": id, "route": f"POST loans {id} close", "key": KEY}
    assert first.headers["ETag"] == '"2"'
    assert again.get_json() == first.get_json() and again.headers["Idempotency-Hit"] == "true"
    assert other.get_json()["id"] != id  # the ids of the path are part of the route
    assert db.scalar("SELECT count(*) FROM copies") == 2
    assert admin.post(paths[0], body).get_json()["code"] == "idempotency_key_required"


def test_a_call_is_known_only_while_it_runs() -> None:
    with pytest.raises(RuntimeError):
        idempotency.call()
