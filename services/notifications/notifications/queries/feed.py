"""The feed as the sockets read it: rows in order, each with the scope of its application at this moment."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from lendkit.contracts.permissions import STAFF, allowed
from lendkit.runtime import db
from lendkit.runtime.sql import load
from lendkit.values.actor import Actor
from lendkit.web import scope

PAGE = 100  # less than a client's queue holds, so that a client that reads is never too far behind
_SINCE = load(__file__, "feed_since.sql")


@dataclass(frozen=True)
class Row:
    """A hint with the scope of its application at this moment."""

    seq: int
    user_id: UUID | None
    application_id: UUID | None
    event_id: UUID
    kind: str
    entity: str
    id: UUID
    version: int
    actor: dict[str, str] | None
    client_id: str | None
    occurred_at: datetime
    broker_id: UUID | None
    bd_id: UUID | None
    branch_id: UUID | None
    party_ids: list[UUID]


@dataclass(frozen=True)
class Hint:
    """A row and its message as JSON text; `about` is the event and the kind, which several rows may share."""

    seq: int
    about: tuple[UUID, str]
    row: Row
    text: str


def since(after: int) -> list[Hint]:
    """The next rows, at most a page of them."""
    rows = db.all(_SINCE, {"after": after, "limit": PAGE}, into=Row)
    return [Hint(row.seq, (row.event_id, row.kind), row, _text(row)) for row in rows]


def bounds() -> tuple[int, int]:
    """(the newest number given out, the oldest number kept)."""
    row = db.one("SELECT c.seq, coalesce((SELECT min(seq) FROM feed), c.seq + 1) AS oldest FROM feed_counter c")
    assert row is not None
    return int(row.seq), int(row.oldest)


def access_versions(users: Iterable[UUID]) -> dict[UUID, int]:
    """The current version of each user's access; of a deactivated user one that is higher than any ticket's."""
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
    return scope.can_see(actor, vars(row))


def _text(row: Row) -> str:
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
