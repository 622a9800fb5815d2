"""Notes on an application."""

import json
from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from lendkit.messaging.work import Work
from lendkit.runtime.sql import load
from lendkit.values.actor import Actor
from lendkit.values.identifiers import uuid7
from lendkit.values.plain import plain

_INSERT = load(__file__, "insert_notes.sql")


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
