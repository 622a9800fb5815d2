"""Log in, refresh, log out."""

import hashlib
import logging
import math
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from auth.commands import tokens
from auth.domain import emails, lockout, passwords, refresh_tokens
from auth.domain.refresh_tokens import Decision, Presented, digest
from auth.settings import Settings
from auth.store import sessions as store
from auth.store import users
from auth.store.sessions import RefreshToken
from auth.store.users import User
from lendkit.messaging.work import Work, work
from lendkit.values import dates, en_au
from lendkit.values.errors import DomainError, Unauthenticated, existing
from lendkit.values.identifiers import uuid7

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Session:
    """`access` and `refresh` are the tokens, `user` is the user's state."""

    access: str
    refresh: str
    user: dict[str, Any]


def login(email: str, password: str, address: str) -> Session:
    """Raises Unauthenticated `wrong_credentials` (the same for an unknown user) or DomainError 429 `too_many_tries`.

    `address` is the network address of the caller.
    """
    email = emails.normalise(email)
    account, network = _subjects(email, address)
    with work() as w:
        _refuse_locked_out(w, account, lockout.FREE_ATTEMPTS)
        _refuse_locked_out(w, network, lockout.FREE_ATTEMPTS_PER_ADDRESS)
        user = users.by_email(w, email)
    matches = passwords.matches(user.password_hash if user else None, password, Settings.current().argon2_cost)
    if user is None or not matches or not user.active:
        _count_failure((account, network))
        raise Unauthenticated("Email or password is incorrect.", code="wrong_credentials")
    with work() as w:
        store.clear_failures(w, account)
        log.info("signed_in", extra={"user_id": str(user.id)})
        return _start(w, user)


def refresh(token: str) -> Session | None:
    """New tokens for a good refresh token, None for an unknown or expired one; a reused one ends its whole family."""
    now = dates.now()
    with work() as w:
        row = store.lock_token(w, digest(token))
        if row is None:
            return None
        presented = Presented(row.used_at, row.revoked_at is not None, row.expires_at, row.successor_used)
        decision = refresh_tokens.decide(presented, now)
        user = existing(users.lock(w, row.user_id))
        if decision is Decision.REVOKE or not user.active:
            store.revoke_family(w, row.family_id)
            log.warning("refresh_family_ended", extra={"user_id": str(row.user_id), "reuse": user.active})
            return None
        if decision is Decision.REFUSE:
            return None
        successor = refresh_tokens.successor(token, Settings.current().field_keys[0])
        if decision is Decision.ROTATE:
            _rotate(w, row, digest(token), digest(successor), now)
        return Session(tokens.for_user(user), successor, user.state)


def logout(token: str) -> None:
    """End the family of this token; an unknown one is no error."""
    with work() as w:
        row = store.lock_token(w, digest(token))
        if row is not None:
            store.revoke_family(w, row.family_id)


def sweep() -> None:
    """Delete failures that no longer count and families that have expired."""
    now = dates.now()
    with work() as w:
        store.delete_expired(w, failed_before=now - lockout.FORGET_AFTER, ended_before=now)


def _start(w: Work, user: User) -> Session:
    token, now = refresh_tokens.generate(), dates.now()
    store.add_token(
        w,
        digest(token),
        family_id=uuid7(),
        user_id=user.id,
        parent_hash=None,
        expires_at=now + refresh_tokens.IDLE,
        family_expires_at=now + refresh_tokens.FAMILY,
    )
    return Session(tokens.for_user(user), token, user.state)


def _rotate(w: Work, row: RefreshToken, used: bytes, successor: bytes, now: datetime) -> None:
    store.mark_used(w, used, now)
    store.add_token(
        w,
        successor,
        family_id=row.family_id,
        user_id=row.user_id,
        parent_hash=used,
        expires_at=now + refresh_tokens.IDLE,
        family_expires_at=row.family_expires_at,
    )


def _subjects(email: str, address: str) -> tuple[bytes, bytes]:
    """Failures count per account and network address together, so that no one else can lock the owner out."""
    network = hashlib.sha256(f"address {address}".encode()).digest()
    return hashlib.sha256(f"{email} {address}".encode()).digest(), network


def _refuse_locked_out(w: Work, subject: bytes, free_attempts: int) -> None:
    row = store.failures(w, subject)
    wait = lockout.remaining(row.failures, row.last_at, dates.now(), free_attempts) if row else timedelta(0)
    if wait:
        minutes = en_au.plural(math.ceil(wait / timedelta(minutes=1)), "minute")
        headers = {"Retry-After": str(int(wait.total_seconds()) + 1)}
        detail = f"Too many attempts. Try again in {minutes}."
        raise DomainError("too_many_tries", detail, status=429, headers=headers)


def _count_failure(subjects: tuple[bytes, ...]) -> None:
    now = dates.now()
    with work() as w:
        for subject in sorted(subjects):
            store.count_failure(w, subject, now, now - lockout.FORGET_AFTER)
    log.info("sign_in_failed")
