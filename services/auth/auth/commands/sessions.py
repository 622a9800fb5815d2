"""Sign in, stay signed in, sign out."""

import hashlib
import logging
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from auth.commands import tokens
from auth.domain import emails, lockout, passwords
from auth.domain.refresh import FAMILY, IDLE, Decision, Shown, decide, digest, fresh, successor
from auth.settings import Settings
from auth.store import sessions as store
from auth.store import users
from lendkit.messaging.work import Work, work
from lendkit.values import dates
from lendkit.values.errors import DomainError, Unauthenticated
from lendkit.values.identifiers import uuid7

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Session:
    access: str
    refresh: str
    user: dict[str, Any]


def login(email: str, password: str, address: str) -> Session:
    """Raises Unauthenticated `wrong_credentials` (the same for an unknown user) or DomainError 429 `too_many_tries`."""
    email = emails.normalise(email)
    pair, alone = _subjects(email, address)
    with work() as w:
        _wait_if_told(w, pair, lockout.FREE_TRIES)
        _wait_if_told(w, alone, lockout.FREE_TRIES_PER_ADDRESS)
        user = users.by_email(w, email)
    right = passwords.matches(user.password_hash if user else None, password, Settings.current().argon2_cost)
    if not right or not user.active:
        _note_failure((pair, alone))
        raise Unauthenticated("Wrong email or password.", code="wrong_credentials")
    with work() as w:
        store.forget_failures(w, pair)
        log.info("signed_in", extra={"user_id": str(user.id)})
        return _begin(w, user)


def refresh(token: str) -> Session | None:
    """A new pair for a good token, None for one that is unknown or over; a spent one ends its whole family."""
    now = dates.now()
    with work() as w:
        row = store.lock_token(w, digest(token))
        if row is None:
            return None
        shown = Shown(row.used_at, row.revoked_at is not None, row.expires_at, row.successor_used)
        decision = decide(shown, now)
        user = users.lock(w, row.user_id)
        if decision is Decision.REVOKE or not user.active:
            store.revoke_family(w, row.family_id)
            log.warning("refresh_family_ended", extra={"user_id": str(row.user_id), "reuse": user.active})
            return None
        if decision is Decision.REFUSE:
            return None
        following = successor(token, Settings.current().field_keys[0])
        if decision is Decision.ROTATE:
            _rotate(w, row, digest(token), digest(following), now)
        return Session(tokens.for_user(user), following, users.state(user))


def logout(token: str) -> None:
    """End the family of this token; an unknown one is no error."""
    with work() as w:
        row = store.lock_token(w, digest(token))
        if row is not None:
            store.revoke_family(w, row.family_id)


def sweep() -> None:
    """What nothing asks for any more: failures that are forgiven, families that have ended."""
    now = dates.now()
    with work() as w:
        store.forget_old(w, failed_before=now - lockout.FORGET_AFTER, ended_before=now)


def _begin(w: Work, user: Any) -> Session:
    token, now = fresh(), dates.now()
    store.add_token(
        w,
        digest(token),
        family=uuid7(),
        user=user.id,
        parent=None,
        expires_at=now + IDLE,
        family_expires_at=now + FAMILY,
    )
    return Session(tokens.for_user(user), token, users.state(user))


def _rotate(w: Work, row: Any, spent: bytes, following: bytes, now: datetime) -> None:
    store.spend(w, spent, now)
    store.add_token(
        w,
        following,
        family=row.family_id,
        user=row.user_id,
        parent=spent,
        expires_at=now + IDLE,
        family_expires_at=row.family_expires_at,
    )


def _subjects(email: str, address: str) -> tuple[bytes, bytes]:
    """Failures count per account and address together, so that nobody can lock the owner out from elsewhere."""
    alone = hashlib.sha256(f"address {address}".encode()).digest()
    return hashlib.sha256(f"{email} {address}".encode()).digest(), alone


def _wait_if_told(w: Work, subject: bytes, free: int) -> None:
    row = store.failures(w, subject)
    left = lockout.wait(row.failures, row.last_at, dates.now(), free) if row else None
    if left:
        seconds = int(left.total_seconds()) + 1
        detail = f"Too many tries. Try again in {max(1, round(seconds / 60))} min."
        raise DomainError("too_many_tries", detail, status=429, headers={"Retry-After": str(seconds)})


def _note_failure(subjects: tuple[bytes, ...]) -> None:
    now = dates.now()
    with work() as w:
        for subject in sorted(subjects):
            store.count_failure(w, subject, now, now - lockout.FORGET_AFTER)
    log.info("sign_in_failed")
