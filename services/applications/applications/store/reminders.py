"""What the clock has told already: the row that says so and the event commit together."""

from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import UUID

from applications.domain.stages import STAGES
from applications.store.application import COLUMNS
from lendkit.messaging.work import Work
from lendkit.values.identifiers import uuid7

LATE_DAYS = 7
_STALE = ", ".join(f"('{stage.code}', {stage.stale_days})" for stage in STAGES if stage.stale_days)


def stale(w: Work, today: date, most: int) -> Sequence[Any]:
    """Applications that have stood too long, and that nobody was told of in this stay."""
    return w.all(
        f"""SELECT {COLUMNS} FROM application a JOIN (VALUES {_STALE}) AS s(code, days) ON s.code = a.stage
        WHERE (a.stage_since AT TIME ZONE 'Australia/Sydney')::date <= CAST(:today AS date) - s.days
          AND NOT EXISTS (SELECT 1 FROM stale_notice n WHERE n.application_id = a.id AND n.since = a.stage_since)
        ORDER BY a.stage_since LIMIT :most FOR UPDATE OF a""",
        {"today": today, "most": most},
    )


def told_stale(w: Work, row: Any) -> UUID:
    """The id under which it is told."""
    return _told(w, "stale_notice (application_id, since, id) VALUES (:a, :b, :id)", row.id, row.stage_since)


def notes(w: Work, today: date, most: int) -> Sequence[Any]:
    """Notes whose day has come, at most a week ago, and that nobody was reminded of."""
    return w.all(
        """SELECT n.id AS note_id, n.application_id, a.reference_number, n.content, n.remind_date, n.mentions,
          n.created_by FROM note n JOIN application a ON a.id = n.application_id
        WHERE n.remind_date <= :today AND n.remind_date > CAST(:today AS date) - CAST(:late AS integer)
          AND NOT EXISTS (SELECT 1 FROM note_reminder r WHERE r.note_id = n.id)
        ORDER BY n.remind_date, n.id LIMIT :most FOR UPDATE OF n""",
        {"today": today, "most": most, "late": LATE_DAYS},
    )


def told_note(w: Work, row: Any) -> UUID:
    """The id under which it is told."""
    return _told(w, "note_reminder (note_id, id) VALUES (:a, :id)", row.note_id)


def _told(w: Work, into: str, a: Any, b: Any = None) -> UUID:
    id = uuid7()
    w.execute(f"INSERT INTO {into}", {"a": a, "b": b, "id": id})
    return id
