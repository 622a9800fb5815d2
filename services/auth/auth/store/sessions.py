"""Refresh tokens (hashed) and counted login failures."""

from datetime import datetime
from typing import Any
from uuid import UUID

from lendkit.messaging.work import Work


def lock_token(w: Work, token_hash: bytes) -> Any:
    return w.one(
        """SELECT t.family_id, t.user_id, t.used_at, t.revoked_at, t.expires_at, t.family_expires_at,
        EXISTS (SELECT 1 FROM refresh_token s WHERE s.parent_hash = t.token_hash AND s.used_at IS NOT NULL)
          AS successor_used
        FROM refresh_token t WHERE t.token_hash = :hash FOR UPDATE OF t""",
        {"hash": token_hash},
    )


def add_token(
    w: Work,
    token_hash: bytes,
    *,
    family: UUID,
    user: UUID,
    parent: bytes | None,
    expires_at: datetime,
    family_expires_at: datetime,
) -> None:
    w.execute(
        """INSERT INTO refresh_token (token_hash, family_id, user_id, parent_hash, expires_at, family_expires_at)
        VALUES (:hash, :family, :user, :parent, least(:expires, :family_expires), :family_expires)""",
        {
            "hash": token_hash,
            "family": family,
            "user": user,
            "parent": parent,
            "expires": expires_at,
            "family_expires": family_expires_at,
        },
    )


def spend(w: Work, token_hash: bytes, now: datetime) -> None:
    w.execute("UPDATE refresh_token SET used_at = :now WHERE token_hash = :hash", {"hash": token_hash, "now": now})


def revoke_family(w: Work, family: UUID) -> None:
    w.execute(
        "UPDATE refresh_token SET revoked_at = now() WHERE family_id = :family AND revoked_at IS NULL",
        {"family": family},
    )


def revoke_user(w: Work, user: UUID) -> None:
    w.execute(
        "UPDATE refresh_token SET revoked_at = now() WHERE user_id = :user AND revoked_at IS NULL", {"user": user}
    )


def failures(w: Work, subject: bytes) -> Any:
    return w.one("SELECT failures, last_at FROM login_failure WHERE subject = :subject", {"subject": subject})


def count_failure(w: Work, subject: bytes, now: datetime, forget_before: datetime) -> None:
    w.execute(
        """INSERT INTO login_failure (subject, failures, last_at) VALUES (:subject, 1, :now)
        ON CONFLICT (subject) DO UPDATE SET last_at = excluded.last_at,
        failures = CASE WHEN login_failure.last_at < :forget_before THEN 1 ELSE login_failure.failures + 1 END""",
        {"subject": subject, "now": now, "forget_before": forget_before},
    )


def forget_failures(w: Work, subject: bytes) -> None:
    w.execute("DELETE FROM login_failure WHERE subject = :subject", {"subject": subject})


def forget_old(w: Work, *, failed_before: datetime, ended_before: datetime) -> None:
    w.execute("DELETE FROM login_failure WHERE last_at < :before", {"before": failed_before})
    w.execute("DELETE FROM refresh_token WHERE family_expires_at < :before", {"before": ended_before})
