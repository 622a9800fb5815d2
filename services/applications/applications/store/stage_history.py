"""The history of stages (`stage_move`): one row per change, also for one that was undone."""

import json
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from lendkit.messaging.work import Work
from lendkit.values.actor import Actor
from lendkit.values.identifiers import uuid7


@dataclass(frozen=True)
class StageChange:
    id: UUID
    at: datetime


@dataclass(frozen=True)
class LastChange:
    """`final` when it was undone, or is an undo itself; `began` is when the stage it left began."""

    id: UUID
    from_stage: str | None
    at: datetime
    actor_id: UUID
    final: bool
    began: datetime


def add(
    w: Work,
    application: UUID,
    from_stage: str | None,
    to: str,
    actor: Actor,
    *,
    reason: str | None = None,
    note: str | None = None,
    since: datetime | None = None,
    undoes: UUID | None = None,
) -> StageChange:
    """`since` is when `from_stage` began."""
    change = w.one(
        """INSERT INTO stage_move (id, application_id, from_stage, to_stage, actor, reason, note, seconds_in_stage,
          undoes)
        VALUES (:id, :application, :from_stage, :to, CAST(:actor AS jsonb), :reason, :note,
          extract(epoch FROM clock_timestamp() - CAST(:since AS timestamptz))::bigint, :undoes) RETURNING id, at""",
        {
            "id": uuid7(),
            "application": application,
            "from_stage": from_stage,
            "to": to,
            "actor": json.dumps(actor.as_ref()),
            "reason": reason,
            "note": note,
            "since": since,
            "undoes": undoes,
        },
        into=StageChange,
    )
    assert change is not None  # an INSERT returns its row
    return change


def last(w: Work, application: UUID) -> LastChange | None:
    return w.one(
        """SELECT id, from_stage, at, (actor->>'id')::uuid AS actor_id, undone OR undoes IS NOT NULL AS final,
          at - make_interval(secs => coalesce(seconds_in_stage, 0)) AS began
        FROM stage_move WHERE application_id = :application ORDER BY at DESC, id DESC LIMIT 1""",
        {"application": application},
        into=LastChange,
    )


def mark_undone(w: Work, id: UUID) -> None:
    w.execute("UPDATE stage_move SET undone = true WHERE id = :id", {"id": id})
