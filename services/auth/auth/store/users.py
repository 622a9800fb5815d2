"""Rows of `app_user`. `state` is a user as everybody sees it: the same JSON in events, at /internal/ and in answers."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from lendkit.messaging.work import Work

STATE = """json_build_object('id', id, 'version', version, 'email', email, 'name', name, 'role', role,
  'branch_id', links->>'branch_id', 'links', links, 'active', active)"""
_COLUMNS = f"id, version, email, name, role, links, active, password_hash, {STATE} AS state"


@dataclass(frozen=True)
class User:
    """`links` are the broker, BDM, branch or parties that the user is linked to."""

    id: UUID
    version: int
    email: str
    name: str
    role: str
    links: dict[str, Any]
    active: bool
    password_hash: str
    state: dict[str, Any]


def exists(w: Work, id: UUID) -> bool:
    return w.scalar("SELECT 1 FROM app_user WHERE id = :id", {"id": id}) is not None


def by_email(w: Work, email: str) -> User | None:
    return w.one(f"SELECT {_COLUMNS} FROM app_user WHERE email = :email", {"email": email}, into=User)


def lock(w: Work, id: UUID) -> User | None:
    return w.one(f"SELECT {_COLUMNS} FROM app_user WHERE id = :id FOR UPDATE", {"id": id}, into=User)


def insert(w: Work, user: Mapping[str, Any]) -> User | None:
    """The new user, or None when the id or the email address is taken."""
    return w.one(
        f"""INSERT INTO app_user (id, version, email, name, role, links, password_hash)
        VALUES (:id, 1, :email, :name, :role, CAST(:links AS jsonb), :password_hash)
        ON CONFLICT DO NOTHING RETURNING {_COLUMNS}""",
        {**user, "links": json.dumps(user["links"])},
        into=User,
    )


def update(w: Work, id: UUID, user: Mapping[str, Any]) -> User | None:
    """Write all columns and raise the version, which ends the access tokens issued before."""
    return w.one(
        f"""UPDATE app_user SET version = version + 1, name = :name, role = :role,
        links = CAST(:links AS jsonb), active = :active, password_hash = :password_hash, updated_at = now()
        WHERE id = :id RETURNING {_COLUMNS}""",
        {**user, "id": id, "links": json.dumps(user["links"])},
        into=User,
    )


def count_other_active_admins(w: Work, id: UUID) -> int:
    """Locks the admins, so that two of them cannot demote each other at the same moment."""
    rows = w.all("SELECT id FROM app_user WHERE role = 'admin' AND active ORDER BY id FOR UPDATE")
    return sum(1 for row in rows if row.id != id)
