"""A retry with the same key gets the first answer; the key, the effects and the answer commit together."""

import hashlib
import json
from collections.abc import Callable
from contextvars import ContextVar
from dataclasses import dataclass
from functools import partial, wraps
from typing import Any, NamedTuple

from flask import Response, request
from psycopg2.errors import LockNotAvailable
from sqlalchemy.exc import OperationalError

from lendkit.messaging.work import Work, work
from lendkit.runtime import context
from lendkit.values.errors import DomainError, Invalid
from lendkit.values.plain import plain
from lendkit.web.responses import json_text

WAIT = "5s"
_CLAIM = """
SET LOCAL lock_timeout = :wait;
WITH claimed AS (
  INSERT INTO idempotency_key (actor_id, route, key, request_hash) VALUES (:actor, :route, :key, :hash)
  ON CONFLICT DO NOTHING RETURNING key
)
SELECT count(*), set_config('lock_timeout', NULL, true) FROM claimed
"""
_FIND = """
SELECT request_hash, status, response FROM idempotency_key
WHERE actor_id = :actor AND route = :route AND key = :key
"""
_STORE = """
UPDATE idempotency_key SET status = :status, response = CAST(:response AS jsonb)
WHERE actor_id = :actor AND route = :route AND key = :key
"""


class Answer(NamedTuple):
    """`body` is JSON text or a value to be written as JSON; `version` becomes the ETag."""

    status: int
    body: Any
    version: int | None = None

    def text(self) -> str:
        return self.body if isinstance(self.body, str) else json.dumps(plain(self.body), ensure_ascii=False)


@dataclass(frozen=True)
class Call:
    """The request that is running once: its route and the key it was sent with, if any."""

    route: str
    key: str | None


_call: ContextVar[Call | None] = ContextVar("call", default=None)

View = Callable[..., Answer]


def call() -> Call:
    """The call that `once` is running. Raises RuntimeError outside of one."""
    running = _call.get()
    if running is None:
        raise RuntimeError("this command runs only inside idempotency.once")
    return running


def once(route: str, *, required: bool = False) -> Callable[[View], Callable[..., Response]]:
    """A view that runs in one unit of work, once per actor, route and `Idempotency-Key`; it returns an `Answer`.

    `route` names the use case, with the ids of its path: `"POST fees {id} pay"`. The body is the view's first
    positional argument. Raises what `run_once` does.
    """

    def decorate(view: View) -> Callable[..., Response]:
        @wraps(view)
        def wrapped(*args: Any, **ids: Any) -> Response:
            return run_once(route.format(**ids), args[0] if args else None, partial(view, *args, **ids), required)

        return wrapped

    return decorate


def run_once(route: str, body: Any, run: Callable[[], Answer], required: bool = False) -> Response:
    """Run the command in one unit of work, once per actor, route and `Idempotency-Key`.

    Raises DomainError 400 `idempotency_key_required`, 422 `idempotency_key_reused` for other input under the same key,
    409 `in_progress` when the first call still runs after 5 s. An error stores nothing, so it may be tried again.
    """
    key = _key(required)
    token = _call.set(Call(route, key))
    try:
        with work() as w:
            if key is None:
                answer = Answer(*run())
                return json_text(answer.text(), answer.status, version=answer.version)
            return _claimed(w, {"actor": context.actor().id, "route": route, "key": key, "hash": _hash(body)}, run)
    finally:
        _call.reset(token)


def _claimed(w: Work, claim: dict[str, Any], run: Callable[[], Answer]) -> Response:
    if not _claim(w, claim):
        return _repeat(w, claim)
    answer = Answer(*run())
    text = answer.text()
    stored = json.dumps({"body": json.loads(text) if text else None, "version": answer.version})
    w.execute(_STORE, {**claim, "status": answer.status, "response": stored})
    return json_text(text, answer.status, version=answer.version)


def _claim(w: Work, claim: dict[str, Any]) -> bool:
    """Waits for another holder of the key, and for nothing else: the timeout ends with the statement."""
    try:
        return bool(w.scalar(_CLAIM, {**claim, "wait": WAIT}))
    except OperationalError as exc:
        if isinstance(exc.orig, LockNotAvailable):
            raise DomainError("in_progress", "The first request with this key is still running.") from exc
        raise


def _repeat(w: Work, claim: dict[str, Any]) -> Response:
    row = w.one(_FIND, claim)
    assert row is not None  # the insert just met it
    if bytes(row.request_hash) != claim["hash"]:
        raise Invalid(
            {"/": ["Use a new Idempotency-Key for a new request."]},
            code="idempotency_key_reused",
            detail="This Idempotency-Key was used for other input.",
        )
    headers = {"Idempotency-Hit": "true"}
    body = row.response["body"]
    return json_text("" if body is None else body, row.status, headers, version=row.response["version"])


def _key(required: bool) -> str | None:
    key = request.headers.get("Idempotency-Key")
    if key is None:
        if required:
            detail = "Send an Idempotency-Key header: a retry with the same key cannot post twice."
            raise DomainError("idempotency_key_required", detail, status=400)
        return None
    if not 8 <= len(key) <= 128 or not key.isascii() or not key.isprintable():
        raise Invalid({"/": ["An Idempotency-Key has 8 to 128 printable characters."]}, code="idempotency_key_invalid")
    return key


def _hash(body: Any) -> bytes:
    canonical = json.dumps(plain(body), sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(canonical.encode()).digest()
