"""Signing keys: the private half encrypted, the public half published and trusted by this service too."""

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from lendkit.messaging.work import Work


@dataclass(frozen=True)
class ActiveKey:
    """`private_key` is encrypted."""

    kid: str
    private_key: bytes
    active_from: datetime


@dataclass(frozen=True)
class NextKey:
    kid: str
    created_at: datetime


def lock(w: Work) -> None:
    """One process at a time may create or rotate keys."""
    w.execute("SELECT pg_advisory_xact_lock(hashtext('signing keys'))")


def active(w: Work) -> ActiveKey | None:
    return w.one(
        """SELECT kid, private_key, active_from FROM signing_key WHERE active_from <= now()
        ORDER BY active_from DESC LIMIT 1""",
        into=ActiveKey,
    )


def upcoming(w: Work) -> NextKey | None:
    """The key that is published but does not sign yet."""
    return w.one(
        "SELECT kid, created_at FROM signing_key WHERE active_from IS NULL ORDER BY created_at LIMIT 1", into=NextKey
    )


def add(w: Work, kid: str, private_key: bytes, jwk: dict[str, Any], *, active: bool) -> None:
    params = {"kid": kid, "private_key": private_key, "jwk": json.dumps(jwk), "active": active}
    w.execute(
        """INSERT INTO signing_key (kid, private_key, jwk, active_from)
        VALUES (:kid, :private_key, CAST(:jwk AS jsonb), CASE WHEN :active THEN now() END)""",
        params,
    )
    w.execute("INSERT INTO jwks (kid, jwk) VALUES (:kid, CAST(:jwk AS jsonb)) ON CONFLICT DO NOTHING", params)


def activate(w: Work, kid: str) -> None:
    w.execute("UPDATE signing_key SET active_from = now() WHERE kid = :kid", {"kid": kid})
