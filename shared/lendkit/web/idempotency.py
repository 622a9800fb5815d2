"""A retry with the same key gets the first answer; the key, the effects and the answer commit together."""

import hashlib
import json
from collections.abc import Callable
from typing import Any

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

Answer = tuple[int, str, int | None]  # status, JSON text, version for the ETag


def once(route: str, body: Any, run: Callable[[], Answer], *, required: bool = False) -> Response:
    """Run the command in one unit of work, once per actor, route and `Idempotency-Key`.

    Raises DomainError 400 `idempotency_key_required`, 422 `idempotency_key_reused` for other input under the same key,
    409 `in_progress` when the first call still runs after 5 s. An error stores nothing, so it may be tried again.
    """
    key = _key(required)
    if key is None:
        with work():
            status, text, version = run()
        return json_text(text, status, version=version)
    claim = {"actor": context.actor().id, "route": route, "key": key, "hash": _hash(body)}
    with work() as w:
        return _claimed(w, claim, run)


def _claimed(w: Work, claim: dict[str, Any], run: Callable[[], Answer]) -> Response:
    if not _claim(w, claim):
        return _repeat(w, claim)
    status, text, version = run()
    stored = json.dumps({"body": json.loads(text) if text else None, "version": version})
    w.execute(_STORE, {**claim, "status": status, "response": stored})
    return json_text(text, status, version=version)


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
