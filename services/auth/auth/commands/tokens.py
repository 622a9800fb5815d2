"""Access tokens for people (10 minutes) and for services (12 hours)."""

import hmac
import time
from typing import Any

from auth.commands import keys
from auth.settings import Settings
from auth.store.users import User
from lendkit.values.errors import DomainError
from lendkit.values.identifiers import uuid7

USER_SECONDS = 600
SERVICE_SECONDS = 12 * 3600
ISSUER = "lend-auth"


def for_user(user: User) -> str:
    """The user's version travels as `ver`, so that a change of the user ends the token at once."""
    claims = {"sub": str(user.id), "role": user.role, "name": user.name, "email": user.email, "ver": user.version}
    return _sign({**claims, "links": user.links, "aud": "lend"}, USER_SECONDS)


def for_service(client_id: str, secret: str) -> str:
    """Client credentials (RFC 6749 section 4.4). Raises DomainError `invalid_client`."""
    expected = Settings.current().service_secrets.get(client_id)
    if expected is None or not hmac.compare_digest(expected.encode(), secret.encode()):
        raise DomainError("invalid_client", "Client ID or secret is incorrect.", status=401)
    return _sign({"sub": client_id, "role": "service", "aud": "lend-internal"}, SERVICE_SECONDS)


def _sign(claims: dict[str, Any], seconds: int) -> str:
    now = int(time.time())
    return keys.signer().sign({**claims, "iss": ISSUER, "jti": str(uuid7()), "iat": now, "exp": now + seconds})
