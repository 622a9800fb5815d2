"""Whose token is this? EdDSA tokens of `auth`, verified against keys that this service keeps in its own database."""

import json
import threading
import time
from typing import Any, Final
from uuid import UUID, uuid5

import jwt
import requests
import stamina

from lendkit import context, db, scope
from lendkit.context import Actor
from lendkit.contracts import plain
from lendkit.errors import NotFound, Unauthenticated, Unavailable
from lendkit.settings import Settings

ISSUER: Final = "lend-auth"
AUDIENCES: Final = {"user": "lend", "service": "lend-internal"}
REQUIRED: Final = ["exp", "iat", "iss", "aud", "sub", "jti"]
LEEWAY_SECONDS: Final = 30
TIMEOUT: Final = (1, 3)
COMMAND_TIMEOUT: Final = (1, 10)
REFUSALS: Final = frozenset({409, 412, 422})
REMEMBERED: Final = 10_000
REFETCH_SECONDS: Final = 30.0
REFETCH_AFTER_FAILURE_SECONDS: Final = 5.0
RENEW_AFTER_FAILURE_SECONDS: Final = 30.0
AWAY: Final = "Sign-in cannot be checked right now. Try again soon."
SERVICES: Final = UUID("0198a000-0000-7000-8000-000000000000")


class Verifier:
    """Remembers verified tokens until they end: checking a signature costs a hundred times a look-up."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._known: dict[str, tuple[float, Actor]] = {}
        self._fetched_at = -REFETCH_SECONDS
        self._failed = False
        self._lock = threading.Lock()
        self._fetching = threading.Lock()  # its own, so that a slow auth holds up nobody whose key is known

    def verify(self, token: str) -> Actor:
        """Raises Unauthenticated, or Unavailable when the key is unknown and `auth` cannot be asked."""
        remembered = self._known.get(token)
        if remembered is not None and remembered[0] > time.time():
            actor = remembered[1]
        else:
            actor, ends = self._check(token)
            self._remember(token, actor, ends)
        scope.check_current(actor)
        return actor

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
        except (jwt.PyJWTError, KeyError, ValueError, TypeError) as fault:
            raise Unauthenticated("This session has ended. Sign in again.") from fault

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
            except requests.RequestException as fault:
                self._failed = True
                raise Unavailable(AWAY) from fault
        return _known_key(kid)


def _known_key(kid: str) -> Any:
    return db.scalar("SELECT jwk FROM jwks WHERE kid = :kid", {"kid": kid})


def fetch_keys(settings: Settings) -> list[dict[str, Any]]:
    """The public keys that auth publishes."""
    answer = _request("GET", f"{settings.url_of('auth')}/api/auth/.well-known/jwks.json")
    answer.raise_for_status()
    return list(answer.json()["keys"])


def keep_keys(keys: list[dict[str, Any]]) -> None:
    """Exactly these are trusted from now on: a key that auth no longer publishes is forgotten."""
    with db.current().engine.begin() as connection:
        db.run(connection, "DELETE FROM jwks WHERE kid <> ALL(:kids)", {"kids": [key["kid"] for key in keys]})
        for key in keys:
            db.run(
                connection,
                "INSERT INTO jwks (kid, jwk) VALUES (:kid, CAST(:jwk AS jsonb)) ON CONFLICT DO NOTHING",
                {"kid": key["kid"], "jwk": json.dumps(key)},
            )


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


def _request(method: str, url: str, timeout: tuple[int, int] = TIMEOUT, **kwargs: Any) -> requests.Response:
    """Straight to the other service: the proxies of this machine's environment are for others."""
    with requests.Session() as session:
        session.trust_env = False
        return session.request(method, url, timeout=timeout, allow_redirects=False, **kwargs)


class ServiceClient:
    """Calls to one other service, with a service token and short timeouts."""

    def __init__(self, settings: Settings, owner: str) -> None:
        self.settings = settings
        self._owner = owner
        self._token = ""
        self._renew_at = self._ends_at = 0.0

    def get(self, path: str, params: dict[str, Any] | None = None) -> dict[str, Any]:
        """The JSON answer, with few retries; raises NotFound for 404 and Unavailable for everything that may heal."""
        try:
            return self._get(path, params)
        except requests.RequestException as fault:
            raise self._away() from fault

    def post(self, path: str, body: dict[str, Any], *, retry: bool = False) -> tuple[int, dict[str, Any]]:
        """(status, JSON answer): done, or a refusal with its reasons (409, 412, 422), which is an answer too.

        Asked once, because a lost answer may have been a deed: `retry` where doing it twice is doing it once.
        Raises NotFound for 404 and Unavailable when the owner is away or fails.
        """
        try:
            return self._post_again(path, body) if retry else self._post(path, body)
        except requests.RequestException as fault:
            raise self._away() from fault

    def lines(self, path: str, params: dict[str, Any]) -> list[dict[str, Any]]:
        """The objects of an NDJSON answer; raises as `get` does."""
        try:
            answer = self._answer("GET", path, COMMAND_TIMEOUT, params=params)
            return [json.loads(line) for line in answer.content.splitlines()]
        except (requests.RequestException, ValueError) as fault:
            raise self._away() from fault

    @stamina.retry(on=requests.RequestException, attempts=2, wait_initial=0.1, wait_max=0.3, timeout=2.5)
    def _get(self, path: str, params: dict[str, Any] | None) -> dict[str, Any]:
        return _object(self._answer("GET", path, TIMEOUT, params=params))

    def _post(self, path: str, body: dict[str, Any]) -> tuple[int, dict[str, Any]]:
        answer = self._answer("POST", path, COMMAND_TIMEOUT, json=plain(body))
        return answer.status_code, _object(answer) if answer.content else {}

    @stamina.retry(on=requests.RequestException, attempts=2, wait_initial=0.1, wait_max=0.3)
    def _post_again(self, path: str, body: dict[str, Any]) -> tuple[int, dict[str, Any]]:
        return self._post(path, body)

    def _answer(self, method: str, path: str, timeout: tuple[int, int], **kwargs: Any) -> requests.Response:
        answer = self._send(method, path, timeout, **kwargs)
        if answer.status_code == 401:
            self._renew_at = self._ends_at = 0.0
            answer = self._send(method, path, timeout, **kwargs)
        if answer.status_code == 404:
            raise NotFound()
        if not (method == "POST" and answer.status_code in REFUSALS):
            answer.raise_for_status()
        return answer

    def _send(self, method: str, path: str, timeout: tuple[int, int], **kwargs: Any) -> requests.Response:
        headers = {"Authorization": f"Bearer {self._bearer()}", "X-Request-Id": context.request_id() or ""}
        return _request(method, f"{self.settings.url_of(self._owner)}{path}", timeout, headers=headers, **kwargs)

    def _away(self) -> Unavailable:
        return Unavailable(f"{self._owner.title()} cannot be asked right now. Try again soon.")

    def _bearer(self) -> str:
        """Renewed at half of its life; while auth is away the old one serves to its end."""
        now = time.monotonic()
        if now >= self._renew_at:
            try:
                self._renew()
            except requests.RequestException:
                if now >= self._ends_at:
                    raise
                self._renew_at = now + RENEW_AFTER_FAILURE_SECONDS
        return self._token

    def _renew(self) -> None:
        body = {
            "grant_type": "client_credentials",
            "client_id": self.settings.service,
            "client_secret": self.settings.client_secret,
        }
        answer = _request("POST", f"{self.settings.url_of('auth')}/api/auth/token/", data=body)
        answer.raise_for_status()
        granted = answer.json()
        self._token = str(granted["access_token"])
        life = float(granted["expires_in"])
        self._renew_at, self._ends_at = time.monotonic() + life / 2, time.monotonic() + life


def _object(answer: requests.Response) -> dict[str, Any]:
    found = answer.json()
    if not isinstance(found, dict):
        raise requests.RequestException("not an object")
    return found
