"""Rows of `directory`: brokers, BDMs and branches, each with its public state as one JSON object."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from lendkit.messaging.work import Work
from lendkit.runtime import db
from lendkit.values.plain import plain

STATE = "d.body || jsonb_build_object('id', d.id, 'version', d.version, 'name', d.name)"
_COLUMNS = (
    "name = :name, body = CAST(:body AS jsonb), branch_id = :branch_id, bd_ids = CAST(:bd_ids AS uuid[]), "
    "sealed = :sealed"
)

EntryState = dict[str, Any]  # BranchState, BdmState or BrokerState of the contracts


@dataclass(frozen=True)
class EntryRow:
    """`body` is the state without id, version and name; `sealed` the encrypted commission account."""

    id: UUID
    version: int
    name: str
    body: dict[str, Any]
    sealed: bytes | None


def insert(w: Work, entry: Mapping[str, Any]) -> EntryState | None:
    """The state of the new entry; None when the id is there already."""
    state: EntryState | None = w.scalar(
        f"""INSERT INTO directory AS d (id, version, kind, name, body, branch_id, bd_ids, sealed)
        VALUES (:id, 1, :kind, :name, CAST(:body AS jsonb), :branch_id, CAST(:bd_ids AS uuid[]), :sealed)
        ON CONFLICT (id) DO NOTHING RETURNING {STATE}""",
        _params(entry),
    )
    return state


def lock(w: Work, kind: str, id: UUID) -> EntryRow | None:
    return w.one(
        "SELECT id, version, name, body, sealed FROM directory WHERE id = :id AND kind = :kind FOR UPDATE",
        {"id": id, "kind": kind},
        into=EntryRow,
    )


def update(w: Work, entry: Mapping[str, Any]) -> EntryState:
    """The state of the entry as it is now."""
    sql = f"UPDATE directory AS d SET version = version + 1, updated_at = now(), {_COLUMNS} WHERE id = :id"
    state: EntryState = w.scalar(f"{sql} RETURNING {STATE}", _params(entry))
    return state


def exists(id: UUID) -> bool:
    return bool(db.scalar("SELECT EXISTS (SELECT 1 FROM directory WHERE id = :id)", {"id": id}))


def missing(w: Work, kind: str, ids: list[UUID]) -> list[UUID]:
    """Those of `ids` that are no entry of this kind."""
    rows = w.all(
        "SELECT id FROM directory WHERE kind = :kind AND id = ANY(CAST(:ids AS uuid[]))",
        {"kind": kind, "ids": [str(id) for id in ids]},
    )
    known = {row.id for row in rows}
    return [id for id in ids if UUID(str(id)) not in known]


def _params(entry: Mapping[str, Any]) -> dict[str, Any]:
    bd_ids = [str(id) for id in entry["bd_ids"]]
    return {**entry, "bd_ids": bd_ids, "body": json.dumps(plain(entry["body"]))}
