"""The history of stages: one row per move, also for a move that was taken back."""

import json
from typing import Any
from uuid import UUID

from lendkit.messaging.work import Work
from lendkit.values.actor import Actor
from lendkit.values.identifiers import uuid7


def add(
    w: Work,
    application: UUID,
    come_from: str | None,
    to: str,
    actor: Actor,
    *,
    reason: str | None = None,
    note: str | None = None,
    since: Any = None,
    undoes: UUID | None = None,
) -> Any:
    """`since` is when the stage that is left began."""
    return w.one(
        """INSERT INTO stage_move (id, application_id, from_stage, to_stage, actor, reason, note, seconds_in_stage,
          undoes)
        VALUES (:id, :application, :come_from, :to, CAST(:actor AS jsonb), :reason, :note,
          extract(epoch FROM clock_timestamp() - CAST(:since AS timestamptz))::bigint, :undoes) RETURNING id, at""",
        {
            "id": uuid7(),
            "application": application,
            "come_from": come_from,
            "to": to,
            "actor": json.dumps(actor.as_ref()),
            "reason": reason,
            "note": note,
            "since": since,
            "undoes": undoes,
        },
    )


def last(w: Work, application: UUID) -> Any:
    return w.one(
        """SELECT id, from_stage, to_stage, at, (actor->>'id')::uuid AS actor_id, undone OR undoes IS NOT NULL AS over,
          at - make_interval(secs => coalesce(seconds_in_stage, 0)) AS began
        FROM stage_move WHERE application_id = :application ORDER BY at DESC, id DESC LIMIT 1""",
        {"application": application},
    )


def mark_undone(w: Work, id: UUID) -> None:
    w.execute("UPDATE stage_move SET undone = true WHERE id = :id", {"id": id})
