"""What the clock notifies: an application stalled in its stage, and a note whose reminder date has come; each once."""

from collections.abc import Callable
from dataclasses import asdict
from datetime import date
from typing import Any
from uuid import UUID

from applications.commands import events
from applications.store import reminders as store
from lendkit.messaging.work import Work, work
from lendkit.values.dates import sydney_day

SLICE = 200


def stale_stages(today: date) -> None:
    """Applications that have been in their stage for as many days as it may take; once for each time they enter it."""
    _in_slices(_stale_stages, today)


def due_notes(today: date) -> None:
    """Notes with a reminder due today; one missed by less than a week goes late rather than never."""
    _in_slices(_due_notes, today)


def _in_slices(publish: Callable[[Work, date], int], today: date) -> None:
    """Each slice commits what it published, so that a job that dies continues where it was."""
    count = SLICE
    while count == SLICE:
        with work() as w:
            count = publish(w, today)


def _stale_stages(w: Work, today: date) -> int:
    rows = store.stale(w, today, SLICE)
    for row in rows:
        days = (today - sydney_day(row.stage_since)).days
        stay = {"stage": row.stage, "since": row.stage_since, "days": days}
        _publish(w, "stage_stale", store.add_stale_notice(w, row), {**events.state_of(w, row), **stay})
    return len(rows)


def _due_notes(w: Work, today: date) -> int:
    notes = store.due_notes(w, today, SLICE)
    for note in notes:
        _publish(w, "note_reminder_due", store.add_note_reminder(w, note), asdict(note))
    return len(notes)


def _publish(w: Work, name: str, id: UUID, data: dict[str, Any]) -> None:
    """A reminder is a record of its own, with one version."""
    w.publish(f"applications.{name}.v1", {**data, "id": id, "version": 1})
