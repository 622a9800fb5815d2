"""What people record on an application for its guards: one row each, with its author, its time and a version."""

import json
from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from lendkit.messaging.work import Work
from lendkit.values.actor import Actor
from lendkit.values.identifiers import uuid7
from lendkit.values.plain import plain

NOUNS = ("consents", "valuations", "requirements", "decisions", "legal_advice", "conditions")
MOST = 200
# What a client does not see of his own application: what the house thinks of it.
OF_THE_HOUSE = ("valuations", "decisions")

STATE = """r.body || jsonb_build_object('id', r.id, 'version', r.version, 'application_id', r.application_id,
  'created_by', r.created_by, 'created_at', r.created_at)"""


def listed(noun: str) -> str:
    """SQL for the records of a noun on `application a`, oldest first."""
    return f"""coalesce((SELECT jsonb_agg({STATE} ORDER BY r.created_at, r.id) FROM record r
      WHERE r.application_id = a.id AND r.noun = '{noun}'), '[]'::jsonb)"""


def add(w: Work, application: UUID, noun: str, body: Mapping[str, Any], actor: Actor) -> dict[str, Any] | None:
    """The new record's state, or None when there are too many of them already."""
    return w.scalar(
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


def get(w: Work, application: UUID, noun: str, id: UUID) -> dict[str, Any] | None:
    return w.scalar(
        f"SELECT {STATE} FROM record r WHERE r.id = :id AND r.application_id = :application AND r.noun = :noun",
        {"id": id, "application": application, "noun": noun},
    )


def change(w: Work, id: UUID, change: Mapping[str, Any]) -> dict[str, Any]:
    """Write what changed and raise the version."""
    found: dict[str, Any] = w.scalar(
        f"""WITH r AS (UPDATE record SET version = version + 1, body = body || CAST(:change AS jsonb)
          WHERE id = :id RETURNING *) SELECT {STATE} FROM r""",
        {"id": id, "change": json.dumps(plain(dict(change)))},
    )
    return found


def of(w: Work, application: UUID, noun: str) -> Sequence[dict[str, Any]]:
    """The records of a noun, oldest first."""
    rows: Sequence[dict[str, Any]] = w.scalar(
        f"SELECT {listed(noun)} FROM application a WHERE a.id = :id", {"id": application}
    )
    return rows
