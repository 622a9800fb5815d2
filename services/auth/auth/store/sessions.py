"""Refresh tokens (hashed) and counted login failures."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from lendkit.messaging.work import Work


@dataclass(frozen=True)
class RefreshToken:
    """`successor_used`: the token that replaced this one has been used in turn."""

    family_id: UUID
    user_id: UUID
    used_at: datetime | None
    revoked_at: datetime | None
    expires_at: datetime
    family_expires_at: datetime
    successor_used: bool


@dataclass(frozen=True)
class Failures:
    failures: int
    last_at: datetime


def lock_token(w: Work, token_hash: bytes) -> RefreshToken | None:
    return w.one(
        """SELECT t.family_id, t.user_id, t.used_at, t.revoked_at, t.expires_at, t.family_expires_at,
        EXISTS (SELECT 1 FROM refresh_token s WHERE s.parent_hash = t.token_hash AND s.used_at IS NOT NULL)
          AS successor_used
        FROM refresh_token t WHERE t.token_hash = :hash FOR UPDATE OF t""",
        {"hash": token_hash},
        into=RefreshToken,
    )


def add_token(
    w: Work,
    token_hash: bytes,
    *,
    family_id: UUID,
    user_id: UUID,
    parent_hash: bytes | None,
    expires_at: datetime,
    family_expires_at: datetime,
) -> None:
    w.execute(
        """INSERT INTO refresh_token (token_hash, family_id, user_id, parent_hash, expires_at, family_expires_at)
        VALUES (:hash, :family, :user, :parent, least(:expires, :family_expires), :family_expires)""",
        {
            "hash": token_hash,
            "family": family_id,
            "user": user_id,
            "parent": parent_hash,
            "expires": expires_at,
            "family_expires": family_expires_at,
        },
    )


def mark_used(w: Work, token_hash: bytes, now: datetime) -> None:
    w.execute("UPDATE refresh_token SET used_at = :now WHERE token_hash = :hash", {"hash": token_hash, "now": now})


def revoke_family(w: Work, family_id: UUID) -> None:
    w.execute(
        "UPDATE refresh_token SET revoked_at = now() WHERE family_id = :family AND revoked_at IS NULL",
        {"family": family_id},
    )


def revoke_user(w: Work, user_id: UUID) -> None:
    w.execute(
        "UPDATE refresh_token SET revoked_at = now() WHERE user_id = :user AND revoked_at IS NULL", {"user": user_id}
    )


def failures(w: Work, subject: bytes) -> Failures | None:
    """`subject` is a hash of who tries: an email and network address together, or the network address alone."""
    return w.one(
        "SELECT failures, last_at FROM login_failure WHERE subject = :subject", {"subject": subject}, into=Failures
    )


def count_failure(w: Work, subject: bytes, now: datetime, forget_before: datetime) -> None:
    w.execute(
        """INSERT INTO login_failure (subject, failures, last_at) VALUES (:subject, 1, :now)
        ON CONFLICT (subject) DO UPDATE SET last_at = excluded.last_at,
        failures = CASE WHEN login_failure.last_at < :forget_before THEN 1 ELSE login_failure.failures + 1 END""",
        {"subject": subject, "now": now, "forget_before": forget_before},
    )


def clear_failures(w: Work, subject: bytes) -> None:
    w.execute("DELETE FROM login_failure WHERE subject = :subject", {"subject": subject})


def delete_expired(w: Work, *, failed_before: datetime, ended_before: datetime) -> None:
    w.execute("DELETE FROM login_failure WHERE last_at < :before", {"before": failed_before})
    w.execute("DELETE FROM refresh_token WHERE family_expires_at < :before", {"before": ended_before})
