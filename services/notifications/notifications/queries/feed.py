"""The feed as the sockets read it: rows in order, each with the scope of its application at this moment."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from lendkit.contracts.permissions import STAFF, allowed
from lendkit.runtime import db
from lendkit.values.actor import Actor
from lendkit.web import scope

PAGE = 100  # less than a client's queue holds, so that one that reads is never overrun
_SINCE = """
SELECT f.seq, f.user_id, f.application_id, f.event_id, f.kind, f.entity, f.id, f.version, f.actor, f.client_id,
       f.occurred_at, s.broker_id, s.bd_id, s.branch_id, coalesce(s.party_ids, '{}') AS party_ids
FROM feed f LEFT JOIN scope s ON s.application_id = f.application_id
WHERE f.seq > :after ORDER BY f.seq LIMIT :limit
"""


@dataclass(frozen=True)
class Hint:
    """A row, and the text that is sent of it."""

    seq: int
    about: tuple[UUID, str]
    row: Any
    text: str


def since(after: int) -> list[Hint]:
    """The next rows, at most a page of them."""
    rows = db.all(_SINCE, {"after": after, "limit": PAGE})
    return [Hint(row.seq, (row.event_id, row.kind), row, _text(row)) for row in rows]


def bounds() -> tuple[int, int]:
    """(the newest number given, the oldest number kept)."""
    row = db.one("SELECT c.seq, coalesce((SELECT min(seq) FROM feed), c.seq + 1) AS oldest FROM feed_counter c")
    assert row is not None
    return row.seq, row.oldest


def standing(users: Iterable[UUID]) -> dict[UUID, int]:
    """The version of each user's access now; of one who was deactivated, none that a ticket can hold."""
    rows = db.all(
        "SELECT user_id, CASE WHEN active THEN version ELSE 2147483647 END AS version FROM actors"
        " WHERE user_id = ANY(CAST(:users AS uuid[]))",
        {"users": [str(id) for id in users]},
    )
    return {row.user_id: row.version for row in rows}


def may_see(actor: Actor, hint: Hint) -> bool:
    """Addressed to this user, to all who may see the application, or to the staff."""
    row = hint.row
    if row.user_id is not None:
        return bool(row.user_id == actor.id)
    if row.entity == "note" and not allowed(actor.role, "notes.read"):
        return False
    if row.application_id is None:
        return actor.role in STAFF
    return scope.can_see(actor, row._mapping)


def _text(row: Any) -> str:
    message = {
        "seq": row.seq,
        "event_id": str(row.event_id),
        "kind": row.kind,
        "entity": row.entity,
        "id": str(row.id),
        "version": row.version,
        **({"application_id": str(row.application_id)} if row.application_id else {}),
        "actor": row.actor,
        **({"client_id": row.client_id} if row.client_id else {}),
        "occurred_at": row.occurred_at.isoformat(),
    }
    return json.dumps(message, ensure_ascii=False)
