"""Rows of `directory`: brokers, BDMs and branches, each with its public state as one JSON object."""

import json
from collections.abc import Mapping
from typing import Any
from uuid import UUID

from lendkit.messaging.work import Work
from lendkit.values.plain import plain

STATE = "d.body || jsonb_build_object('id', d.id, 'version', d.version, 'name', d.name)"
_RETURNING = f"RETURNING d.id, d.version, {STATE} AS state"
_COLUMNS = (
    "name = :name, body = CAST(:body AS jsonb), branch_id = :branch_id, bd_ids = CAST(:bd_ids AS uuid[]), "
    "sealed = :sealed"
)


def insert(w: Work, entry: Mapping[str, Any]) -> Any:
    """The new row; None when the id is there already."""
    return w.one(
        f"""INSERT INTO directory AS d (id, version, kind, name, body, branch_id, bd_ids, sealed)
        VALUES (:id, 1, :kind, :name, CAST(:body AS jsonb), :branch_id, CAST(:bd_ids AS uuid[]), :sealed)
        ON CONFLICT (id) DO NOTHING {_RETURNING}""",
        _params(entry),
    )


def lock(w: Work, kind: str, id: UUID) -> Any:
    return w.one(
        f"SELECT d.id, d.version, d.name, d.body, d.sealed, {STATE} AS state FROM directory d"
        " WHERE id = :id AND kind = :kind FOR UPDATE",
        {"id": id, "kind": kind},
    )


def update(w: Work, entry: Mapping[str, Any]) -> Any:
    return w.one(
        f"UPDATE directory AS d SET version = version + 1, updated_at = now(), {_COLUMNS} WHERE id = :id {_RETURNING}",
        _params(entry),
    )


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
