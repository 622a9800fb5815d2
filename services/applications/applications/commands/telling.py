"""What the others are told when an application changes: its whole state, and what of it is new."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from applications.store import application as store
from applications.store import links
from lendkit.contracts.envelope import Event
from lendkit.messaging.work import Work
from lendkit.values.plain import plain
from lendkit.web import scope


def state_of(w: Work, row: Any) -> dict[str, Any]:
    """The public state of a row just written; who may see it is written along."""
    state = store.state(row, links.people_of(w, row.id))
    scope.put(row.id, row.version, plain(state))
    return state


def changed(w: Work, row: Any, fields: Sequence[str]) -> None:
    emit(w, "application_changed", row, {**state_of(w, row), "changed": list(fields)})


def touched(w: Work, application: UUID, fields: Sequence[str]) -> None:
    """Something that belongs to the application changed: its version rises and everybody hears of it."""
    changed(w, store.touch(w, application), fields)


def moved(w: Work, row: Any, come_from: str, made: Any, **more: Any) -> None:
    """`row` stands where the move `made` led from `come_from`."""
    said = {"from": come_from, "to": row.stage, "at": made.at, "reason": None, "note": None, "undoes": None}
    emit(w, "stage_changed", row, {**state_of(w, row), **said, **more})


def emit(w: Work, name: str, row: Any, data: Mapping[str, Any]) -> None:
    w.emit(Event.new(f"applications.{name}.v1", subject=row.id, sequence=row.version, data=dict(data)))
