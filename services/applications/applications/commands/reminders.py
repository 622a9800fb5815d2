"""What the clock tells: a stage that does not move, and a note whose day has come. Each is told once."""

from collections.abc import Callable
from datetime import date
from typing import Any
from uuid import UUID

from applications.commands import telling
from applications.store import reminders as store
from lendkit.contracts.envelope import Event
from lendkit.messaging.work import Work, work
from lendkit.values.dates import sydney_day

SLICE = 200


def stale(today: date) -> None:
    """Applications that stood in their stage for as many days as that stage may take; once per stay in a stage."""
    _in_slices(_stale, today)


def notes(today: date) -> None:
    """Notes to be reminded of today; one whose day was missed by less than a week goes late rather than never."""
    _in_slices(_notes, today)


def _in_slices(tell: Callable[[Work, date], int], today: date) -> None:
    """Each slice commits what it told, so that a job that dies goes on where it was."""
    told = SLICE
    while told == SLICE:
        with work() as w:
            told = tell(w, today)


def _stale(w: Work, today: date) -> int:
    rows = store.stale(w, today, SLICE)
    for row in rows:
        days = (today - sydney_day(row.stage_since)).days
        own = {"stage": row.stage, "since": row.stage_since, "days": days}
        _emit(w, "stage_stale", store.told_stale(w, row), {**telling.state_of(w, row), **own})
    return len(rows)


def _notes(w: Work, today: date) -> int:
    rows = store.notes(w, today, SLICE)
    for row in rows:
        _emit(w, "note_reminder_due", store.told_note(w, row), dict(row._mapping))
    return len(rows)


def _emit(w: Work, name: str, id: UUID, data: dict[str, Any]) -> None:
    body = {**data, "id": id, "version": 1}
    w.emit(Event.new(f"applications.{name}.v1", subject=id, sequence=1, data=body))
