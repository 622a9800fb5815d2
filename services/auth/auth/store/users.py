"""Rows of `app_user`, and the public state of a user: the same JSON in events, at /internal/ and in answers."""

import json
from collections.abc import Mapping
from typing import Any
from uuid import UUID

from lendkit.messaging.work import Work

COLUMNS = "id, version, email, name, role, links, active"
STATE = """json_build_object('id', id, 'version', version, 'email', email, 'name', name, 'role', role,
  'branch_id', links->>'branch_id', 'links', links, 'active', active)"""


def state(row: Any) -> dict[str, Any]:
    """The public state of a user row."""
    fields = {"id": str(row.id), "version": row.version, "email": row.email, "name": row.name, "role": row.role}
    return {**fields, "branch_id": row.links.get("branch_id"), "links": row.links, "active": row.active}


def by_email(w: Work, email: str) -> Any:
    return w.one(f"SELECT {COLUMNS}, password_hash FROM app_user WHERE email = :email", {"email": email})


def lock(w: Work, id: UUID) -> Any:
    return w.one(f"SELECT {COLUMNS}, password_hash FROM app_user WHERE id = :id FOR UPDATE", {"id": id})


def insert(w: Work, user: Mapping[str, Any]) -> Any:
    """The new row, or None when the id or the address is taken."""
    return w.one(
        f"""INSERT INTO app_user (id, version, email, name, role, links, password_hash)
        VALUES (:id, 1, :email, :name, :role, CAST(:links AS jsonb), :password_hash)
        ON CONFLICT DO NOTHING RETURNING {COLUMNS}""",
        {**user, "links": json.dumps(user["links"])},
    )


def update(w: Work, id: UUID, user: Mapping[str, Any]) -> Any:
    """Write all columns and raise the version, which makes older access tokens worthless."""
    return w.one(
        f"""UPDATE app_user SET version = version + 1, name = :name, role = :role,
        links = CAST(:links AS jsonb), active = :active, password_hash = :password_hash, updated_at = now()
        WHERE id = :id RETURNING {COLUMNS}""",
        {**user, "id": id, "links": json.dumps(user["links"])},
    )


def other_active_admins(w: Work, id: UUID) -> int:
    """Locks the admins, so that two of them cannot demote each other at the same moment."""
    rows = w.all("SELECT id FROM app_user WHERE role = 'admin' AND active ORDER BY id FOR UPDATE")
    return sum(1 for row in rows if row.id != id)
