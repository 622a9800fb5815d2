"""The key that signs tokens is changed while people work, and auth goes away right after: nobody notices."""

import json
import threading
from base64 import urlsafe_b64decode
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import psycopg2
import pytest
import requests

pytestmark = pytest.mark.usefixtures("proved")
ASKED = ("applications/", "parties/borrowers/", "finance/fees/", "documents/", "notifications/")
# As if the keys had been made a month ago: the one in use is old enough to be replaced, the next one known to all.
AGE = """UPDATE signing_key SET created_at = created_at - interval '31 days',
  active_from = active_from - interval '31 days'"""


def key_of(user: Any) -> str:
    """The id of the key that signed this user's token."""
    head = user.session.headers["Authorization"].removeprefix("Bearer ").split(".")[0]
    return str(json.loads(urlsafe_b64decode(head + "=="))["kid"])


def refreshed(user: Any) -> bool:
    """As a browser does, by its cookie."""
    answer = user.post("/api/auth/refresh/").json()
    user.session.headers["Authorization"] = f"Bearer {answer['access']}"
    return bool(answer["authenticated"])


def asked_everywhere(user: Any) -> set[int]:
    return {user.get(f"/api/{path}?limit=1").status_code for path in ASKED}


@contextmanager
def working(user: Any) -> Iterator[list[int]]:
    """Somebody asks every service again and again; the answers' statuses."""
    over, seen = threading.Event(), list[int]()

    def work() -> None:
        while not over.wait(0.05):
            seen.extend(user.get(f"/api/{path}?limit=1").status_code for path in ASKED)

    thread = threading.Thread(target=work)
    thread.start()
    try:
        yield seen
    finally:
        over.set()
        thread.join()


@pytest.mark.slow
def test_a_new_key_and_then_no_auth(
    stack: dict[str, Any], dev: Callable[..., int], sign_in: Callable[[str], Any], eventually: Callable[..., Any]
) -> None:
    credit = next(user for user in stack["users"] if user["role"] == "credit")
    old, new = (type(sign_in("admin"))(stack["base_url"], credit["email"], credit["password"]) for _ in range(2))
    before = key_of(old)
    with psycopg2.connect(stack["databases"]["auth"]) as connection, connection.cursor() as cursor:
        cursor.execute(AGE)
    with working(old) as seen:
        assert dev("job", "auth", "rotate-keys") == 0
        eventually(lambda: refreshed(new) and key_of(new) != before, 40)  # auth reads its key again every 30 s
        assert asked_everywhere(new) == {200}
        assert refreshed(new), "a token that no service has seen yet"
        assert dev("stop", "auth-web") == 0
        try:
            assert asked_everywhere(new) == {200}
            asked = len(seen)
            eventually(lambda: len(seen) > asked + 20)
        finally:
            assert dev("start", "auth-web") == 0
    assert set(seen) == {200} and key_of(old) == before
    eventually(lambda: requests.get(f"{stack['base_url']}/api/auth/health/ready/", timeout=5).status_code == 200, 30)
