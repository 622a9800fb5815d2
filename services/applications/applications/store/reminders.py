"""What the clock has notified already: the row that says so commits together with its event."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from applications.domain.stages import STAGES
from applications.store.applications import COLUMNS, ApplicationRow
from lendkit.messaging.work import Work
from lendkit.values.identifiers import uuid7

LATE_DAYS = 7
_STALE_DAYS = ", ".join(f"('{stage.code}', {stage.stale_days})" for stage in STAGES if stage.stale_days)


@dataclass(frozen=True)
class DueNote:
    note_id: UUID
    application_id: UUID
    reference_number: str
    content: str
    remind_date: date
    mentions: list[UUID]
    created_by: dict[str, Any]


def stale(w: Work, today: date, most: int) -> Sequence[ApplicationRow]:
    """Applications that have been in their stage too long, and that nobody was notified of since they entered it."""
    return w.all(
        f"""SELECT {COLUMNS} FROM application a JOIN (VALUES {_STALE_DAYS}) AS s(code, days) ON s.code = a.stage
        WHERE (a.stage_since AT TIME ZONE 'Australia/Sydney')::date <= CAST(:today AS date) - s.days
          AND NOT EXISTS (SELECT 1 FROM stale_notice n WHERE n.application_id = a.id AND n.since = a.stage_since)
        ORDER BY a.stage_since LIMIT :most FOR UPDATE OF a""",
        {"today": today, "most": most},
        into=ApplicationRow,
    )


def add_stale_notice(w: Work, row: ApplicationRow) -> UUID:
    """The id of the notice."""
    id = uuid7()
    sql = "INSERT INTO stale_notice (application_id, since, id) VALUES (:application, :since, :id)"
    w.execute(sql, {"application": row.id, "since": row.stage_since, "id": id})
    return id


def due_notes(w: Work, today: date, most: int) -> Sequence[DueNote]:
    """Notes whose reminder date has come, at most a week ago, and that nobody was reminded of."""
    return w.all(
        """SELECT n.id AS note_id, n.application_id, a.reference_number, n.content, n.remind_date, n.mentions,
          n.created_by FROM note n JOIN application a ON a.id = n.application_id
        WHERE n.remind_date <= :today AND n.remind_date > CAST(:today AS date) - CAST(:late AS integer)
          AND NOT EXISTS (SELECT 1 FROM note_reminder r WHERE r.note_id = n.id)
        ORDER BY n.remind_date, n.id LIMIT :most FOR UPDATE OF n""",
        {"today": today, "most": most, "late": LATE_DAYS},
        into=DueNote,
    )


def add_note_reminder(w: Work, note: DueNote) -> UUID:
    """The id of the reminder."""
    id = uuid7()
    w.execute("INSERT INTO note_reminder (note_id, id) VALUES (:note, :id)", {"note": note.note_id, "id": id})
    return id
