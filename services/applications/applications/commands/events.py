"""Publish that an application changed: its whole state, and what is new; who may see it is written along."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from applications.store import applications as store
from applications.store import links
from applications.store.applications import ApplicationRow
from applications.store.stage_history import StageChange
from lendkit.messaging.work import Work
from lendkit.values.plain import plain
from lendkit.web import scope


def state_of(w: Work, row: ApplicationRow) -> dict[str, Any]:
    """The public state of a row."""
    return store.state(row, links.party_names(w, row.id))


def publish(w: Work, name: str, row: ApplicationRow, **more: Any) -> None:
    """Publish `applications.<name>.v1` of a row just written."""
    state = state_of(w, row)
    scope.put(row.id, row.version, plain(state))
    w.publish(f"applications.{name}.v1", state, **more)


def application_changed(w: Work, row: ApplicationRow, fields: Sequence[str]) -> None:
    publish(w, "application_changed", row, changed=list(fields))


def section_changed(w: Work, application: UUID, *sections: str) -> None:
    """Something that belongs to the application changed: raise its version and publish it."""
    application_changed(w, store.raise_version(w, application), sections)


def stage_changed(w: Work, row: ApplicationRow, from_stage: str, change: StageChange, **more: Any) -> None:
    """`row` is at the stage that `change` led to from `from_stage`."""
    details = {"from": from_stage, "to": row.stage, "at": change.at, "reason": None, "note": None, "undoes": None}
    publish(w, "stage_changed", row, **{**details, **more})
