"""What people record on an application for its guards: one row each, with its author, its time and a version."""

import json
from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from lendkit.messaging.work import Work
from lendkit.values.actor import Actor
from lendkit.values.identifiers import uuid7
from lendkit.values.plain import plain

MOST = 200  # of each noun on an application

STATE = """r.body || jsonb_build_object('id', r.id, 'version', r.version, 'application_id', r.application_id,
  'created_by', r.created_by, 'created_at', r.created_at)"""
# The records of a noun on `application a`, oldest first, as a JSON list.
LISTED = f"""coalesce((SELECT jsonb_agg({STATE} ORDER BY r.created_at, r.id) FROM record r
  WHERE r.application_id = a.id AND r.noun = :noun), '[]'::jsonb)"""

RecordState = dict[str, Any]  # id, version, application_id, created_by, created_at, and the noun's own fields


def add(w: Work, application: UUID, noun: str, body: Mapping[str, Any], actor: Actor) -> RecordState | None:
    """The new record's state, or None when there are `MOST` of them already."""
    state: RecordState | None = w.scalar(
        f"""WITH r AS (
          INSERT INTO record (id, application_id, noun, body, created_by)
          SELECT :id, :application, :noun, CAST(:body AS jsonb), CAST(:by AS jsonb)
          WHERE (SELECT count(*) FROM record WHERE application_id = :application AND noun = :noun) < {MOST}
          RETURNING *) SELECT {STATE} FROM r""",
        {
            "id": uuid7(),
            "application": application,
            "noun": noun,
            "body": json.dumps(plain(dict(body))),
            "by": json.dumps(actor.as_ref()),
        },
    )
    return state


def get(w: Work, application: UUID, noun: str, id: UUID) -> RecordState | None:
    state: RecordState | None = w.scalar(
        f"SELECT {STATE} FROM record r WHERE r.id = :id AND r.application_id = :application AND r.noun = :noun",
        {"id": id, "application": application, "noun": noun},
    )
    return state


def change(w: Work, id: UUID, change: Mapping[str, Any]) -> RecordState:
    """Write what changed and raise the version."""
    state: RecordState = w.scalar(
        f"""WITH r AS (UPDATE record SET version = version + 1, body = body || CAST(:change AS jsonb)
          WHERE id = :id RETURNING *) SELECT {STATE} FROM r""",
        {"id": id, "change": json.dumps(plain(dict(change)))},
    )
    return state


def all_of(w: Work, application: UUID, noun: str) -> Sequence[RecordState]:
    """The records of a noun, oldest first."""
    states: Sequence[RecordState] = w.scalar(
        f"SELECT {LISTED} FROM application a WHERE a.id = :id", {"id": application, "noun": noun}
    )
    return states
