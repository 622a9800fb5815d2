"""Rows of `party`. Its public state is one JSON object: in events, at /internal/ and in answers."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from lendkit.messaging.work import Work
from lendkit.values.actor import Actor
from lendkit.values.plain import plain
from parties.store import visibility

STATE = (
    "p.body || jsonb_build_object('id', p.id, 'version', p.version, 'kind', p.kind, 'roles', p.roles, 'name', p.name)"
)

PartyState = dict[str, Any]  # PersonState or CompanyState of the contracts


@dataclass(frozen=True)
class PartyRow:
    """`body` is what was entered, sensitive fields masked; `sealed` has them, encrypted."""

    id: UUID
    version: int
    kind: str
    body: dict[str, Any]
    sealed: bytes | None


@dataclass(frozen=True)
class Duplicate:
    id: UUID
    name: str


def insert(w: Work, party: Mapping[str, Any]) -> PartyState | None:
    """The state of the new party; None when the id is there already."""
    state: PartyState | None = w.scalar(
        f"""INSERT INTO party AS p (id, version, kind, roles, name, body, sealed, email, phone, abn, acn, born_on,
          created_by, lodged_with)
        VALUES (:id, 1, :kind, CAST(:roles AS text[]), :name, CAST(:body AS jsonb), :sealed, :email, :phone, :abn, :acn,
          CAST(:born_on AS date), :created_by, :lodged_with)
        ON CONFLICT (id) DO NOTHING RETURNING {STATE}""",
        {**party, "roles": list(party["roles"]), "body": json.dumps(plain(party["body"]))},
    )
    return state


def lock(w: Work, id: UUID, actor: Actor) -> PartyRow | None:
    """The row for update, or None when the actor may not see it."""
    rule, params = visibility.of_party(actor)
    sql = f"SELECT p.id, p.version, p.kind, p.body, p.sealed FROM party p WHERE p.id = :id AND {rule}"
    return w.one(f"{sql} FOR UPDATE OF p", {**params, "id": id}, into=PartyRow)


def update(w: Work, id: UUID, party: Mapping[str, Any]) -> PartyState:
    """The state of the party as it is now."""
    state: PartyState = w.scalar(
        f"""UPDATE party AS p SET version = version + 1, name = :name, body = CAST(:body AS jsonb), sealed = :sealed,
          email = :email, phone = :phone, abn = :abn, acn = :acn, born_on = CAST(:born_on AS date), updated_at = now()
        WHERE id = :id RETURNING {STATE}""",
        {**party, "id": id, "body": json.dumps(plain(party["body"]))},
    )
    return state


def duplicates(w: Work, keys: Mapping[str, Any], name: str, id: UUID, actor: Actor) -> Sequence[Duplicate]:
    """Other parties, visible to the actor, that share an ABN, ACN, email, phone, or name and date of birth."""
    rule, params = visibility.of_party(actor)
    return w.all(
        f"""SELECT p.id, p.name FROM party p WHERE p.id <> :id AND ({rule}) AND (
          p.abn = :abn OR p.acn = :acn OR lower(p.email) = lower(:email) OR p.phone = :phone
          OR (lower(p.name) = lower(:name) AND p.born_on = CAST(:born_on AS date))) ORDER BY p.created_at LIMIT 5""",
        {**params, **keys, "id": id, "name": name},
        into=Duplicate,
    )


def is_erased(w: Work, id: UUID) -> bool:
    return bool(w.scalar("SELECT EXISTS (SELECT 1 FROM party_gone WHERE id = :id)", {"id": id}))
