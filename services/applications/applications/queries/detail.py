"""The full nested application: one query on our own database, whatever else is down."""

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from applications.domain.stages import BY_CODE
from applications.domain.transitions import offered
from applications.store import guard_context
from applications.store.applications import visible
from applications.store.guard_context import GuardContextRow
from lendkit.messaging.copies import SILENT_AFTER_SECONDS
from lendkit.runtime import context, db
from lendkit.runtime.sql import load
from lendkit.values.plain import plain

# Sections that leave the database as JSON text of their own and are joined to the rest as they are.
TEXT_SECTIONS = ("fees", "documents", "repayments", "ledger", "payments", "loan", "funding", "timeline")
_DETAIL = f"""
WITH guard_context AS MATERIALIZED ({guard_context.SQL}), timeline AS ({load(__file__, "timeline.sql")})
{load(__file__, "detail.sql")}"""


@dataclass(frozen=True)
class DetailRow(GuardContextRow):
    """`body` and the sections are JSON text."""

    version: int
    body: str
    fees: str
    documents: str
    repayments: str
    ledger: str
    payments: str
    loan: str
    funding: str
    timeline: str


def get(id: UUID) -> tuple[str, int] | None:
    """(JSON text, version) of the application, with what this caller may do next; None where it is not theirs."""
    actor = context.actor()
    rule, params = visible(actor)
    staff = {"staff": actor.role != "client", "silent_after": SILENT_AFTER_SECONDS, **guard_context.PARAMS}
    sql = _DETAIL.replace(":visible", rule)
    row = db.one(sql, {**params, **staff, "id": id}, into=DetailRow, prepare=True)
    if row is None:
        return None
    return _joined(row, offered(guard_context.read(row), actor.role, actor.id)), row.version


def published(id: UUID) -> dict[str, Any] | None:
    """What another service gets: the whole detail, or that it was deleted; None for what never was."""
    detail = get(id)
    if detail is not None:
        text, version = detail
        return {"id": id, "version": version, "deleted": False, "body": json.loads(text), "as_of": _now()}
    row = db.one("SELECT version FROM deleted_application WHERE id = :id", {"id": id})
    return row and {"id": id, "version": row.version, "deleted": True, "body": {}, "as_of": _now()}


def notes(id: UUID) -> list[dict[str, Any]] | None:
    """The notes of an application, newest first; None where it is not the caller's."""
    detail = get(id)
    return None if detail is None else json.loads(detail[0])["notes"]


def _now() -> datetime:
    now: datetime = db.scalar("SELECT now()")
    return now


def _joined(row: DetailRow, actions: list[dict[str, object]]) -> str:
    """Add what PostgreSQL does not know to the object it wrote, without reading that again."""
    stage = BY_CODE[row.stage]
    more = {"stage_label": stage.label, "stage_tone": stage.tone, "allowed_actions": actions}
    sections = [f'"{name}": {getattr(row, name)}' for name in TEXT_SECTIONS]
    return f"{row.body[:-1]}, {', '.join(sections)}, {json.dumps(plain(more), ensure_ascii=False)[1:]}"
