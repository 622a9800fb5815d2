"""Tokens, good and bad, and the request that shows one."""

import json
import time
from collections.abc import Callable
from typing import Any

import jwt
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from jwt.algorithms import OKPAlgorithm

from lendkit.testing.client import Client
from lendkit.testing.tokens import KID, Issuer
from lendkit.values.identifiers import uuid7

JWKS = "/api/auth/.well-known/jwks.json"
NOW = int(time.time())


def claims(**changes: Any) -> dict[str, Any]:
    body = {"iss": "lend-auth", "aud": "lend", "sub": str(uuid7()), "role": "admin", "links": {}, "ver": 1}
    body |= {"jti": str(uuid7()), "iat": int(time.time()), "exp": int(time.time()) + 600}
    return {key: value for key, value in (body | changes).items() if value is not None}


def stranger(**headers: Any) -> Callable[[Issuer], str]:
    """Signed well, by a key that is not auth's."""
    headers = {"typ": "at+jwt", "kid": KID, **headers}
    return lambda _: jwt.encode(claims(), Ed25519PrivateKey.generate(), algorithm="EdDSA", headers=headers)


def public_jwk(issuer: Issuer, kid: str = KID) -> dict[str, Any]:
    return {**json.loads(OKPAlgorithm.to_jwk(issuer.key.public_key())), "kid": kid, "alg": "EdDSA", "use": "sig"}


def ask(client: Client, token: str) -> Any:
    return client.get("/api/auth/who/", headers={"Authorization": f"Bearer {token}".encode().decode("latin-1")})
