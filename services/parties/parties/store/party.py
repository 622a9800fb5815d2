"""Rows of `party`. Its public state is one JSON object: in events, at /internal/ and in answers."""

import json
from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from lendkit.messaging.work import Work
from lendkit.values.plain import plain

STATE = (
    "p.body || jsonb_build_object('id', p.id, 'version', p.version, 'kind', p.kind, 'roles', p.roles, 'name', p.name)"
)
_RETURNING = f"RETURNING p.id, p.version, p.kind, {STATE} AS state"


def insert(w: Work, party: Mapping[str, Any]) -> Any:
    """The new row; None when the id is there already."""
    return w.one(
        f"""INSERT INTO party AS p (id, version, kind, roles, name, body, sealed, email, phone, abn, acn, born_on,
          created_by, lodged_with)
        VALUES (:id, 1, :kind, CAST(:roles AS text[]), :name, CAST(:body AS jsonb), :sealed, :email, :phone, :abn, :acn,
          CAST(:born_on AS date), :created_by, :lodged_with)
        ON CONFLICT (id) DO NOTHING {_RETURNING}""",
        {**party, "roles": list(party["roles"]), "body": json.dumps(plain(party["body"]))},
    )


def lock(w: Work, id: UUID) -> Any:
    return w.one(
        f"SELECT p.id, p.version, p.kind, p.roles, p.body, p.sealed, {STATE} AS state"
        " FROM party p WHERE id = :id FOR UPDATE",
        {"id": id},
    )


def update(w: Work, id: UUID, party: Mapping[str, Any]) -> Any:
    return w.one(
        f"""UPDATE party AS p SET version = version + 1, name = :name, body = CAST(:body AS jsonb), sealed = :sealed,
          email = :email, phone = :phone, abn = :abn, acn = :acn, born_on = CAST(:born_on AS date), updated_at = now()
        WHERE id = :id {_RETURNING}""",
        {**party, "id": id, "body": json.dumps(plain(party["body"]))},
    )


def duplicates(
    w: Work, keys: Mapping[str, Any], name: str, id: UUID, visible: str, params: Mapping[str, Any]
) -> Sequence[Any]:
    """Other parties, visible to the caller, that share an ABN, ACN, address, number, or name and birth date."""
    return w.all(
        f"""SELECT p.id, p.name FROM party p WHERE p.id <> :id AND ({visible}) AND (
          p.abn = :abn OR p.acn = :acn OR lower(p.email) = lower(:email) OR p.phone = :phone
          OR (lower(p.name) = lower(:name) AND p.born_on = CAST(:born_on AS date))) ORDER BY p.created_at LIMIT 5""",
        {**params, **keys, "id": id, "name": name},
    )


def gone(w: Work, id: UUID) -> bool:
    return bool(w.scalar("SELECT EXISTS (SELECT 1 FROM party_gone WHERE id = :id)", {"id": id}))
