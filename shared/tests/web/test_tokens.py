"""Which tokens are believed (attacks 9 to 12), and what happens when keys change or auth is away."""

import base64
import hashlib
import hmac
import json
import time
from collections.abc import Callable
from typing import Any

import jwt
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from jwt.algorithms import OKPAlgorithm

from lendkit.testing.client import Client
from lendkit.testing.tokens import KID, Issuer
from shared.tests.web.token_requests import JWKS, ask, claims, public_jwk, stranger


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
