"""Notes on an application."""

import json
from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from lendkit.messaging.work import Work
from lendkit.values.actor import Actor
from lendkit.values.identifiers import uuid7
from lendkit.values.plain import plain

_INSERT = """
INSERT INTO note (id, application_id, content, remind_date, mentions, created_by)
SELECT (r->>'id')::uuid, :application, r->>'content', (r->>'remind_date')::date,
  ARRAY(SELECT m::uuid FROM jsonb_array_elements_text(r->'mentions') AS m), CAST(:by AS jsonb)
FROM jsonb_array_elements(CAST(:rows AS jsonb)) WITH ORDINALITY AS t (r, n) ORDER BY n
RETURNING id, version, application_id, content, remind_date, mentions, created_by, created_at
"""


def add(w: Work, application: UUID, notes: Sequence[Mapping[str, Any]], actor: Actor) -> list[dict[str, Any]]:
    """The states of these notes, written in one statement."""
    rows = [
        {
            "id": uuid7(),
            "content": note["content"],
            "remind_date": note.get("remind_date"),
            "mentions": note.get("mentions") or [],
        }
        for note in notes
    ]
    params = {"application": application, "rows": json.dumps(plain(rows)), "by": json.dumps(actor.as_ref())}
    return [dict(row._mapping) for row in w.all(_INSERT, params, prepare=True)] if rows else []
