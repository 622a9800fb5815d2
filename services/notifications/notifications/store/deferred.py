"""Rows of `later`: reminders that wait until a user's own threshold comes."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from lendkit.messaging.work import Work


@dataclass(frozen=True)
class DeferredReminder:
    """For one user; `event` as it goes over the bus."""

    user_id: UUID
    event: dict[str, Any]


def insert(w: Work, row: Mapping[str, Any]) -> None:
    w.execute(
        """INSERT INTO later (user_id, dedupe_key, kind, application_id, instalment_id, event, due_at)
        VALUES (:user_id, :dedupe_key, :kind, :application_id, CAST(:instalment_id AS uuid), CAST(:event AS jsonb),
          :due_at) ON CONFLICT DO NOTHING""",
        {**row, "event": json.dumps(row["event"], ensure_ascii=False)},
    )


def take_due(w: Work, now: datetime) -> Sequence[DeferredReminder]:
    """Those whose time has come, removed."""
    return w.all("DELETE FROM later WHERE due_at <= :now RETURNING user_id, event", {"now": now}, into=DeferredReminder)


def delete_stalled(w: Work, applications: Sequence[UUID]) -> None:
    """The reminders that these applications have stalled."""
    w.execute(
        "DELETE FROM later WHERE kind = 'stage_stale' AND application_id = ANY(CAST(:ids AS uuid[]))",
        {"ids": [str(id) for id in applications]},
    )


def delete_of_application(w: Work, application: UUID) -> None:
    w.execute("DELETE FROM later WHERE application_id = :id", {"id": application})


def delete_of_instalments(w: Work, instalments: Sequence[UUID]) -> None:
    w.execute(
        "DELETE FROM later WHERE instalment_id = ANY(CAST(:ids AS uuid[]))", {"ids": [str(id) for id in instalments]}
    )
