"""An issuer of real tokens for tests: signs with its own key, which the database under test is told to trust."""

import json
import time
from typing import Any
from uuid import UUID

import jwt
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from jwt.algorithms import OKPAlgorithm

from lendkit.runtime import db
from lendkit.values.identifiers import uuid7

KID = "test-key"


class Issuer:
    def __init__(self) -> None:
        self.key = Ed25519PrivateKey.generate()

    def trust(self) -> None:
        """Put the public key into the current database's `jwks` table."""
        jwk = json.loads(OKPAlgorithm.to_jwk(self.key.public_key()))
        with db.current().engine.begin() as connection:
            db.run(
                connection,
                "INSERT INTO jwks (kid, jwk) VALUES (:kid, CAST(:jwk AS jsonb)) ON CONFLICT DO NOTHING",
                {"kid": KID, "jwk": json.dumps({**jwk, "kid": KID, "alg": "EdDSA", "use": "sig"})},
            )

    def token(
        self, role: str, *, user_id: UUID | None = None, links: dict[str, Any] | None = None, **claims: Any
    ) -> str:
        now = int(time.time())
        body = {
            "iss": "lend-auth",
            "aud": "lend",
            "sub": str(user_id or uuid7()),
            "role": role,
            "name": f"{role.title()} Tester",
            "email": f"{role}@lend.example",
            "links": links or {},
            "ver": 1,
            "jti": str(uuid7()),
            "iat": now,
            "exp": now + 600,
            **claims,
        }
        return self.sign({key: value for key, value in body.items() if value is not None})

    def service_token(self, service: str) -> str:
        return self.token("service", aud="lend-internal", sub=service)

    def sign(self, body: dict[str, Any], **headers: Any) -> str:
        return jwt.encode(body, self.key, algorithm="EdDSA", headers={"kid": KID, "typ": "at+jwt", **headers})
