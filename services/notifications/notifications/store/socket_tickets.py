"""Tickets, kept only as hashes."""

import json
from datetime import datetime
from typing import Any

from lendkit.messaging.work import Work
from lendkit.values.actor import Actor


def insert(w: Work, hash: bytes, actor: Actor, expires_at: datetime) -> None:
    w.execute(
        """INSERT INTO ticket (hash, user_id, role, links, version, expires_at)
        VALUES (:hash, :user_id, :role, CAST(:links AS jsonb), :version, :expires_at)""",
        {
            "hash": hash,
            "user_id": actor.id,
            "role": actor.role,
            "links": json.dumps(actor.links),
            "version": actor.version,
            "expires_at": expires_at,
        },
    )


def spend(w: Work, hash: bytes, now: datetime) -> Any:
    """Whose ticket it is; None when there is none, or it was used, or it is too old."""
    return w.one(
        """UPDATE ticket SET used_at = :now WHERE hash = :hash AND used_at IS NULL AND expires_at > :now
        RETURNING user_id, role, links, version""",
        {"hash": hash, "now": now},
    )


def forget(w: Work, now: datetime) -> None:
    w.execute("DELETE FROM ticket WHERE used_at IS NOT NULL OR expires_at <= :now", {"now": now})
