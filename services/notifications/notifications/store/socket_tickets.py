"""Rows of `ticket`: socket tickets, kept only as hashes."""

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from lendkit.messaging.work import Work
from lendkit.values.actor import Actor


@dataclass(frozen=True)
class Holder:
    """Whose ticket it is, with the access that the user had when it was issued."""

    user_id: UUID
    role: str
    links: dict[str, Any]
    version: int


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


def spend(w: Work, hash: bytes, now: datetime) -> Holder | None:
    """Whose ticket it is; None when there is none, it was used or it has expired."""
    return w.one(
        """UPDATE ticket SET used_at = :now WHERE hash = :hash AND used_at IS NULL AND expires_at > :now
        RETURNING user_id, role, links, version""",
        {"hash": hash, "now": now},
        into=Holder,
    )


def delete_spent(w: Work, now: datetime) -> None:
    """Those that were used or have expired."""
    w.execute("DELETE FROM ticket WHERE used_at IS NOT NULL OR expires_at <= :now", {"now": now})
