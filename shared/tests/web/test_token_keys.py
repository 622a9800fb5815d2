"""What happens when keys change, or auth cannot be reached."""

import threading
import time
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import jwt
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from lendkit.runtime import db
from lendkit.testing.client import Client
from lendkit.testing.tokens import Issuer
from lendkit.values.identifiers import uuid7
from shared.tests.web.token_requests import JWKS, ask, claims, public_jwk, stranger


def test_a_token_without_kid_is_refused_even_while_auth_is_away(client: Client, neighbour: Any) -> None:
    neighbour.answers[JWKS] = (500, {})
    token = jwt.encode(claims(), Ed25519PrivateKey.generate(), algorithm="EdDSA", headers={"typ": "at+jwt"})
    assert ask(client, token).status_code == 401


def test_a_new_key_is_fetched_once_and_kept(client: Client, neighbour: Any, issuer: Issuer) -> None:
    rotated = Issuer()
    neighbour.answers[JWKS] = (200, {"keys": [public_jwk(issuer), public_jwk(rotated, "next")]})
    for _ in range(3):
        assert ask(client, rotated.sign(claims(), kid="next")).status_code == 200
    neighbour.answers[JWKS] = (500, {})
    assert ask(client, rotated.sign(claims(), kid="next")).status_code == 200
    assert neighbour.times(JWKS) == 1


def test_a_flood_of_unknown_keys_asks_auth_once(client: Client, neighbour: Any, issuer: Issuer) -> None:
    neighbour.answers[JWKS] = (200, {"keys": [public_jwk(issuer)]})
    for n in range(20):
        assert ask(client, stranger(kid=f"k{n}")(issuer)).status_code == 401
    assert neighbour.times(JWKS) == 1


def test_requests_that_meet_a_new_key_together_all_pass(client: Client, neighbour: Any, issuer: Issuer) -> None:
    rotated = Issuer()
    neighbour.answers[JWKS] = (200, {"keys": [public_jwk(issuer), public_jwk(rotated, "next")]})
    neighbour.before = lambda: time.sleep(0.3)
    with ThreadPoolExecutor(4) as pool:
        answers = [pool.submit(ask, client, rotated.sign(claims(), kid="next")) for _ in range(4)]
    assert [answer.result().status_code for answer in answers] == [200] * 4


def test_an_unknown_key_while_auth_is_away_is_503(client: Client, neighbour: Any) -> None:
    neighbour.answers[JWKS] = (500, {})
    answer = ask(client, stranger(kid="next")(Issuer()))
    assert answer.status_code == 503
    assert int(answer.headers["Retry-After"]) > 0


def test_a_flood_while_auth_is_away_does_not_ask_each_time(client: Client, neighbour: Any) -> None:
    neighbour.answers[JWKS] = (500, {})
    for n in range(10):
        assert ask(client, stranger(kid=f"k{n}")(Issuer())).status_code == 503
    assert neighbour.times(JWKS) == 1


def test_a_known_key_needs_no_auth(client: Client, neighbour: Any, issuer: Issuer) -> None:
    assert ask(client, issuer.sign(claims())).status_code == 200
    assert neighbour.asked == []


@pytest.mark.parametrize(
    ("version", "active", "status"),
    [(1, True, 200), (2, True, 401), (1, False, 401)],
    ids=["same", "changed", "inactive"],
)
def test_a_remembered_token_ends_with_the_users_access(
    client: Client, issuer: Issuer, version: int, active: bool, status: int
) -> None:
    user = uuid7()
    token = issuer.sign(claims(sub=str(user)))
    assert ask(client, token).status_code == 200
    with db.current().engine.begin() as connection:
        statement = (
            "INSERT INTO actors (user_id, role, links, version, active) VALUES (:id, 'admin', '{}', :version, :active)"
        )
        db.run(connection, statement, {"id": user, "version": version, "active": active})
    assert ask(client, token).status_code == status


def test_a_remembered_token_still_ends(client: Client, issuer: Issuer, monkeypatch: pytest.MonkeyPatch) -> None:
    token = issuer.sign(claims())
    assert ask(client, token).status_code == 200
    later = time.time() + 640
    monkeypatch.setattr("lendkit.web.auth.time.time", lambda: later)
    verifier = client.app.extensions["lend_verifier"]
    assert verifier._known[token][0] < later


def five_minutes_later(monkeypatch: pytest.MonkeyPatch) -> None:
    later = time.monotonic() + 301
    monkeypatch.setattr("lendkit.web.auth.time.monotonic", lambda: later)


def refreshed(neighbour: Any, times: int = 1) -> bool:
    deadline = time.time() + 5
    while neighbour.times(JWKS) < times or any(thread.name == "jwks" for thread in threading.enumerate()):
        assert time.time() < deadline
        time.sleep(0.02)
    return True


def test_a_withdrawn_key_is_trusted_no_longer_not_even_by_a_remembered_token(
    client: Client, issuer: Issuer, neighbour: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    neighbour.answers[JWKS] = (200, {"keys": [public_jwk(Issuer(), "the-next")]})
    token = issuer.sign(claims())
    assert ask(client, token).status_code == 200
    assert neighbour.times(JWKS) == 0
    five_minutes_later(monkeypatch)
    ask(client, token)
    assert refreshed(neighbour)
    assert ask(client, token).status_code == 401


def test_a_key_that_stays_is_asked_for_once_in_five_minutes(
    client: Client, issuer: Issuer, neighbour: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    neighbour.answers[JWKS] = (200, {"keys": [public_jwk(issuer)]})
    token = issuer.sign(claims())
    five_minutes_later(monkeypatch)
    for _ in range(5):
        assert ask(client, token).status_code == 200
    assert refreshed(neighbour)
    assert neighbour.times(JWKS) == 1


@pytest.mark.parametrize("answer", [(503, {}), (200, {"keys": []}), (200, {"nothing": 1})])
def test_an_auth_that_is_away_or_odd_takes_no_key_from_us(
    client: Client, issuer: Issuer, neighbour: Any, monkeypatch: pytest.MonkeyPatch, answer: Any
) -> None:
    neighbour.answers[JWKS] = answer
    token = issuer.sign(claims())
    five_minutes_later(monkeypatch)
    ask(client, token)
    assert refreshed(neighbour)
    assert ask(client, token).status_code == 200


def test_memory_is_bounded(client: Client, issuer: Issuer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("lendkit.web.auth.REMEMBERED", 3)
    for _ in range(8):
        ask(client, issuer.sign(claims()))
    assert len(client.app.extensions["lend_verifier"]._known) <= 3
