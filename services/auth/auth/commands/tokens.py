"""Access tokens for people (10 minutes) and for services (12 hours)."""

import hmac
import time
from typing import Any

from auth.commands import keys
from auth.settings import Settings
from lendkit.values.errors import DomainError
from lendkit.values.identifiers import uuid7

USER_SECONDS = 600
SERVICE_SECONDS = 12 * 3600
ISSUER = "lend-auth"


def for_user(user: Any) -> str:
    """`user` is a row of app_user; its version travels as `ver`, so that a changed user's tokens end at once."""
    claims = {"sub": str(user.id), "role": user.role, "name": user.name, "email": user.email, "ver": user.version}
    return _sign({**claims, "links": user.links, "aud": "lend"}, USER_SECONDS)


def for_client(client_id: str, secret: str) -> str:
    """Client credentials (RFC 6749 section 4.4). Raises DomainError `invalid_client`."""
    known = Settings.current().service_secrets.get(client_id)
    if known is None or not hmac.compare_digest(known.encode(), secret.encode()):
        raise DomainError("invalid_client", "Unknown client or wrong secret.", status=401)
    return _sign({"sub": client_id, "role": "service", "aud": "lend-internal"}, SERVICE_SECONDS)


def _sign(claims: dict[str, Any], seconds: int) -> str:
    now = int(time.time())
    return keys.signer().sign({**claims, "iss": ISSUER, "jti": str(uuid7()), "iat": now, "exp": now + seconds})
