"""Notes on an application."""

import json
from collections.abc import Mapping
from typing import Any
from uuid import UUID

from lendkit.context import Actor
from lendkit.identifiers import uuid7
from lendkit.work import Work


def add(w: Work, application: UUID, note: Mapping[str, Any], actor: Actor) -> dict[str, Any]:
    """The note's state."""
    row = w.one(
        """INSERT INTO note (id, application_id, content, remind_date, mentions, created_by)
        VALUES (:id, :application, :content, :remind_date, CAST(:mentions AS uuid[]), CAST(:by AS jsonb))
        RETURNING id, version, application_id, content, remind_date, mentions, created_by, created_at""",
        {
            "id": uuid7(),
            "application": application,
            "content": note["content"],
            "remind_date": note.get("remind_date"),
            "mentions": [str(id) for id in note.get("mentions") or []],
            "by": json.dumps(actor.as_ref()),
        },
    )
    assert row is not None
    return dict(row._mapping)
