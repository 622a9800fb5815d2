"""Whose token is this? EdDSA tokens of `auth`, verified against keys that this service keeps in its own database."""

import json
import logging
import threading
import time
from typing import Any, Final
from uuid import UUID, uuid5

import jwt
import requests
from sqlalchemy.exc import DBAPIError

from lendkit.runtime import db, logs
from lendkit.runtime.service_client import ServiceClient, request
from lendkit.runtime.settings import Settings
from lendkit.values.actor import Actor
from lendkit.values.errors import Unauthenticated, Unavailable
from lendkit.web import scope

__all__ = ["ServiceClient", "Verifier", "fetch_keys", "keep_keys"]

log = logging.getLogger(__name__)

ISSUER: Final = "lend-auth"
AUDIENCES: Final = {"user": "lend", "service": "lend-internal"}
REQUIRED: Final = ["exp", "iat", "iss", "aud", "sub", "jti"]
LEEWAY_SECONDS: Final = 30
REMEMBERED: Final = 10_000
REFETCH_SECONDS: Final = 30.0
REFETCH_AFTER_FAILURE_SECONDS: Final = 5.0
REFRESH_SECONDS: Final = 300.0
AWAY: Final = "Sign-in cannot be checked right now. Try again soon."
SERVICES: Final = UUID("0198a000-0000-7000-8000-000000000000")


class Verifier:
    """Remembers verified tokens until they end: checking a signature costs a hundred times a look-up."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._known: dict[str, tuple[float, Actor]] = {}
        self._fetched_at = -REFETCH_SECONDS
        self._failed = False
        self._refreshed_at = time.monotonic()
        self._lock = threading.Lock()
        self._fetching = threading.Lock()  # its own, so that a slow auth holds up nobody whose key is known

    def verify(self, token: str) -> Actor:
        """Raises Unauthenticated, or Unavailable when the key is unknown and `auth` cannot be asked."""
        self._refresh_soon()
        remembered = self._known.get(token)
        if remembered is not None and remembered[0] > time.time():
            actor = remembered[1]
        else:
            actor, ends = self._check(token)
            self._remember(token, actor, ends)
        scope.check_current(actor)
        return actor

    def _refresh_soon(self) -> None:
        """Every five minutes, beside the request that notices: a key that auth has withdrawn is trusted no longer."""
        with self._lock:
            if not self._settings.auth_url or time.monotonic() - self._refreshed_at < REFRESH_SECONDS:
                return
            self._refreshed_at = time.monotonic()
        threading.Thread(target=self._refresh, name="jwks", daemon=True).start()

    def _refresh(self) -> None:
        """While auth cannot be reached, or publishes no key at all, the keys we have stay trusted."""
        try:
            keys = fetch_keys(self._settings)
            withdrawn = keys and keep_keys(keys)
        except (requests.RequestException, DBAPIError, ValueError, KeyError) as exc:
            log.warning("keys_not_refreshed", extra={"error": logs.summary(exc)})
            return
        if withdrawn:
            log.warning("keys_withdrawn", extra={"keys": withdrawn})
            with self._lock:
                self._known.clear()

    def _remember(self, token: str, actor: Actor, ends: float) -> None:
        with self._lock:
            if len(self._known) >= REMEMBERED:
                self._known.clear()
            self._known[token] = (ends, actor)

    def _check(self, token: str) -> tuple[Actor, float]:
        try:
            header = jwt.get_unverified_header(token)
            if header.get("typ") != "at+jwt" or header.get("alg") != "EdDSA":
                raise Unauthenticated()
            claims = jwt.decode(
                token,
                self._key(header.get("kid")),
                algorithms=["EdDSA"],
                issuer=ISSUER,
                audience=list(AUDIENCES.values()),
                leeway=LEEWAY_SECONDS,
                options={"require": REQUIRED},
            )
            return _actor(claims), float(claims["exp"]) + LEEWAY_SECONDS
        except (jwt.PyJWTError, KeyError, ValueError, TypeError) as exc:
            raise Unauthenticated("This session has ended. Sign in again.") from exc

    def _key(self, kid: Any) -> Any:
        if not isinstance(kid, str):
            raise Unauthenticated()
        jwk = _known_key(kid)
        if jwk is None:
            jwk = self._refetched(kid)
        if jwk is None:
            raise Unauthenticated()
        return jwt.PyJWK(jwk).key

    def _refetched(self, kid: str) -> Any:
        """Ask auth, once in 30 s however many unknown keys are shown; who comes meanwhile waits for the answer."""
        with self._fetching:
            jwk = _known_key(kid)
            since = time.monotonic() - self._fetched_at
            if jwk is not None or not self._settings.auth_url:
                return jwk
            if self._failed and since < REFETCH_AFTER_FAILURE_SECONDS:
                raise Unavailable(AWAY)
            if not self._failed and since < REFETCH_SECONDS:
                return None
            self._fetched_at = time.monotonic()
            try:
                keep_keys(fetch_keys(self._settings))
                self._failed = False
            except requests.RequestException as exc:
                self._failed = True
                raise Unavailable(AWAY) from exc
        return _known_key(kid)


def _known_key(kid: str) -> Any:
    return db.scalar("SELECT jwk FROM jwks WHERE kid = :kid", {"kid": kid})


def fetch_keys(settings: Settings) -> list[dict[str, Any]]:
    """The public keys that auth publishes."""
    answer = request("GET", f"{settings.url_of('auth')}/api/auth/.well-known/jwks.json")
    answer.raise_for_status()
    return list(answer.json()["keys"])


def keep_keys(keys: list[dict[str, Any]]) -> int:
    """Exactly these are trusted from now on: a key that auth no longer publishes is forgotten; how many were."""
    with db.current().engine.begin() as connection:
        kids = {"kids": [key["kid"] for key in keys]}
        gone = db.run(connection, "DELETE FROM jwks WHERE kid <> ALL(:kids)", kids).rowcount
        for key in keys:
            db.run(
                connection,
                "INSERT INTO jwks (kid, jwk) VALUES (:kid, CAST(:jwk AS jsonb)) ON CONFLICT DO NOTHING",
                {"kid": key["kid"], "jwk": json.dumps(key)},
            )
    return gone


def _actor(claims: dict[str, Any]) -> Actor:
    if claims["aud"] == AUDIENCES["service"]:
        name = str(claims["sub"])
        return Actor(id=uuid5(SERVICES, name), role="service", name=name, kind="service")
    return Actor(
        id=UUID(claims["sub"]),
        role=str(claims["role"]),
        links=dict(claims.get("links") or {}),
        name=str(claims.get("name", "")),
        email=str(claims.get("email", "")),
        version=int(claims["ver"]),
    )
