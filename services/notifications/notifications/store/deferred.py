"""What a user wants to be told of only when it has gone on for longer, or is nearer, than the event says."""

import json
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from lendkit.messaging.work import Work


def insert(w: Work, row: Mapping[str, Any]) -> None:
    w.execute(
        """INSERT INTO later (user_id, dedupe_key, kind, application_id, instalment_id, event, due_at)
        VALUES (:user_id, :dedupe_key, :kind, :application_id, CAST(:instalment_id AS uuid), CAST(:event AS jsonb),
          :due_at) ON CONFLICT DO NOTHING""",
        {**row, "event": json.dumps(row["event"], ensure_ascii=False)},
    )


def take_due(w: Work, now: datetime) -> Sequence[Any]:
    return w.all("DELETE FROM later WHERE due_at <= :now RETURNING user_id, event", {"now": now})


def forget_stale(w: Work, applications: Sequence[UUID]) -> None:
    """The stage has changed: nobody need hear that it did not."""
    w.execute(
        "DELETE FROM later WHERE kind = 'stage_stale' AND application_id = ANY(CAST(:ids AS uuid[]))",
        {"ids": [str(id) for id in applications]},
    )


def forget_application(w: Work, application: UUID) -> None:
    w.execute("DELETE FROM later WHERE application_id = :id", {"id": application})


def forget_instalments(w: Work, instalments: Sequence[UUID]) -> None:
    """They are paid or replaced: nobody need hear that they are due."""
    w.execute(
        "DELETE FROM later WHERE instalment_id = ANY(CAST(:ids AS uuid[]))", {"ids": [str(id) for id in instalments]}
    )
