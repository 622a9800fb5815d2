"""Which tokens are believed (attacks 9 to 12), and what happens when keys change or auth is away."""

import base64
import hashlib
import hmac
import json
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import jwt
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from jwt.algorithms import OKPAlgorithm

from lendkit.runtime import db
from lendkit.testing.client import Client
from lendkit.testing.tokens import KID, Issuer
from lendkit.values.identifiers import uuid7

JWKS = "/api/auth/.well-known/jwks.json"
NOW = int(time.time())


def claims(**changes: Any) -> dict[str, Any]:
    body = {"iss": "lend-auth", "aud": "lend", "sub": str(uuid7()), "role": "admin", "links": {}, "ver": 1}
    body |= {"jti": str(uuid7()), "iat": int(time.time()), "exp": int(time.time()) + 600}
    return {key: value for key, value in (body | changes).items() if value is not None}


def by_hand(header: dict[str, Any], sign: Callable[[bytes], bytes]) -> str:
    parts = [base64.urlsafe_b64encode(json.dumps(part).encode()).rstrip(b"=") for part in (header, claims())]
    signature = base64.urlsafe_b64encode(sign(b".".join(parts))).rstrip(b"=")
    return b".".join([*parts, signature]).decode()


def unsigned(alg: str) -> Callable[[Issuer], str]:
    return lambda _: by_hand({"alg": alg, "typ": "at+jwt", "kid": KID}, lambda _: b"")


def hs256_with(form: Callable[[Issuer], bytes]) -> Callable[[Issuer], str]:
    header = {"alg": "HS256", "typ": "at+jwt", "kid": KID}
    return lambda issuer: by_hand(header, lambda text: hmac.digest(form(issuer), text, hashlib.sha256))


def pem(issuer: Issuer) -> bytes:
    return issuer.key.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)


def raw(issuer: Issuer) -> bytes:
    return issuer.key.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)


def stranger(**headers: Any) -> Callable[[Issuer], str]:
    """Signed well, by a key that is not auth's."""
    headers = {"typ": "at+jwt", "kid": KID, **headers}
    return lambda _: jwt.encode(claims(), Ed25519PrivateKey.generate(), algorithm="EdDSA", headers=headers)


def own_jwk(issuer: Issuer) -> str:
    key = Ed25519PrivateKey.generate()
    headers = {"typ": "at+jwt", "kid": KID, "jwk": json.loads(OKPAlgorithm.to_jwk(key.public_key()))}
    return jwt.encode(claims(), key, algorithm="EdDSA", headers=headers)


def with_claims(**changes: Any) -> Callable[[Issuer], str]:
    return lambda issuer: issuer.sign(claims(**changes))


def ago(seconds: int, name: str) -> Callable[[Issuer], str]:
    return lambda issuer: issuer.sign(claims(**{name: int(time.time()) - seconds}))


def with_header(**headers: Any) -> Callable[[Issuer], str]:
    return lambda issuer: issuer.sign(claims(), **headers)


def changed_payload(issuer: Issuer) -> str:
    head, _body, signature = issuer.sign(claims(role="client")).split(".")
    forged = base64.urlsafe_b64encode(json.dumps(claims(role="admin")).encode()).rstrip(b"=").decode()
    return f"{head}.{forged}.{signature}"


BAD: dict[str, Callable[[Issuer], str]] = {
    "alg none": unsigned("none"),
    "alg None": unsigned("None"),
    "alg nOnE": unsigned("nOnE"),
    "alg empty": unsigned(""),
    "HS256 with the public key in PEM": hs256_with(pem),
    "HS256 with the public key's bytes": hs256_with(raw),
    "another's key": stranger(),
    "another's kid": stranger(kid="stranger"),
    "kid is a path": stranger(kid="../../dev/null"),
    "kid is SQL": stranger(kid="' OR 1=1 --"),
    "kid is a URL": stranger(kid="http://127.0.0.1:9/jwks.json"),
    "kid has NUL": stranger(kid="a\x00b"),
    "brings its own key": own_jwk,
    "points to a key, jku": stranger(jku="http://127.0.0.1:9/jwks.json"),
    "points to a key, x5u": stranger(x5u="http://127.0.0.1:9/cert.pem"),
    "payload changed": changed_payload,
    "exp 31 s ago": ago(31, "exp"),
    "nbf in an hour": ago(-3600, "nbf"),
    "iat in an hour": ago(-3600, "iat"),
    "other aud": with_claims(aud="somewhere-else"),
    "other iss": with_claims(iss="evil"),
    "typ JWT": with_header(typ="JWT"),
    "typ of a refresh token": with_header(typ="rt+jwt"),
    "a critical header that nobody knows": with_header(crit=["lend"], lend=1),
    "sub is no id": with_claims(sub="admin"),
    "ver is text": with_claims(ver="newest"),
    "no role": with_claims(role=None),
    "nonsense": lambda _: "abc",
    "dots": lambda _: "..",
    "not ASCII": lambda _: "é.é.é",
    "very long": lambda _: "a" * 6000,
} | {f"no {name}": with_claims(**{name: None}) for name in ("exp", "iat", "iss", "aud", "sub", "jti")}


@pytest.mark.parametrize("what", BAD)
def test_refuses(client: Client, neighbour: Any, issuer: Issuer, what: str) -> None:
    neighbour.answers[JWKS] = (200, {"keys": [public_jwk(issuer)]})
    answer = ask(client, BAD[what](issuer))
    assert answer.status_code == 401
    assert answer.headers["WWW-Authenticate"].startswith("Bearer")
    assert all(path == JWKS for path, _, _ in neighbour.asked)


def test_takes_a_good_token(client: Client, issuer: Issuer) -> None:
    assert ask(client, issuer.sign(claims())).status_code == 200


def test_clocks_may_differ_by_30_seconds(client: Client, issuer: Issuer) -> None:
    assert ask(client, ago(25, "exp")(issuer)).status_code == 200
    assert ask(client, ago(-25, "iat")(issuer)).status_code == 200


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


def public_jwk(issuer: Issuer, kid: str = KID) -> dict[str, Any]:
    return {**json.loads(OKPAlgorithm.to_jwk(issuer.key.public_key())), "kid": kid, "alg": "EdDSA", "use": "sig"}


def ask(client: Client, token: str) -> Any:
    return client.get("/api/auth/who/", headers={"Authorization": f"Bearer {token}".encode().decode("latin-1")})
