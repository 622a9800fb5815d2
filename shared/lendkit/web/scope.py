"""Who may see which application: kept in every service by one projection, asked through one predicate."""

import json
from collections.abc import Mapping
from typing import Any
from uuid import UUID

from lendkit.contracts.envelope import Event
from lendkit.messaging.rebuilds import rebuilds
from lendkit.messaging.work import work
from lendkit.runtime import db
from lendkit.values.actor import Actor
from lendkit.values.errors import Unauthenticated

SEES_ALL = frozenset({"admin", "credit", "accounts", "system", "service"})

_KEEP_ACTOR = """
INSERT INTO actors (user_id, role, links, version, active)
VALUES (:user_id, :role, CAST(:links AS jsonb), :version, :active)
ON CONFLICT (user_id) DO UPDATE
SET role = excluded.role, links = excluded.links, version = excluded.version, active = excluded.active
WHERE actors.version < excluded.version
"""
_KEEP_SCOPE = """
INSERT INTO scope (application_id, broker_id, bd_id, branch_id, party_ids, version)
VALUES (:application_id, CAST(:broker_id AS uuid), CAST(:bd_id AS uuid), CAST(:branch_id AS uuid),
        CAST(:party_ids AS uuid[]), :version)
ON CONFLICT (application_id) DO UPDATE
SET broker_id = excluded.broker_id, bd_id = excluded.bd_id, branch_id = excluded.branch_id,
    party_ids = excluded.party_ids, version = excluded.version
WHERE scope.version < excluded.version
"""


@rebuilds("actors")
def keep_actors(events: list[Event]) -> None:
    """Handler for auth's user events."""
    with work() as w:
        for event in events:
            data = event.data
            w.execute(
                _KEEP_ACTOR,
                {
                    "user_id": event.subject,
                    "role": data["role"],
                    "links": json.dumps(data["links"]),
                    "version": event.sequence,
                    "active": data["active"],
                },
            )


@rebuilds("scope")
def keep_scope(events: list[Event]) -> None:
    """Handler for the application events that say who is on it."""
    for event in events:
        put(event.subject, event.sequence, event.data)


@rebuilds("scope")
def close_scope(events: list[Event]) -> None:
    """Handler for a deleted application: only those who see all see what is left; no late event reopens it."""
    for event in events:
        put(event.subject, event.sequence, {})


def put(application_id: UUID, version: int, data: Mapping[str, Any]) -> None:
    """Write the scope row unless a newer one is there; `data` has broker_id, bd_id, branch_id, party_ids."""
    with work() as w:
        w.execute(
            _KEEP_SCOPE,
            {
                "application_id": application_id,
                "broker_id": data.get("broker_id"),
                "bd_id": data.get("bd_id"),
                "branch_id": data.get("branch_id"),
                "party_ids": [str(id) for id in data.get("party_ids", [])],
                "version": version,
            },
        )


def visible(actor: Actor, column: str) -> tuple[str, dict[str, Any]]:
    """SQL that is true where `actor` may see the application whose id is in `column`, and its parameters."""
    if actor.role in SEES_ALL:
        return "TRUE", {}
    rule, params = _rule(actor)
    return f"EXISTS (SELECT 1 FROM scope s WHERE s.application_id = {column} AND ({rule}))", params


def _rule(actor: Actor) -> tuple[str, dict[str, Any]]:
    links = actor.links
    if actor.role == "bd":
        params = {"_bd": links.get("bd_id"), "_branch": links.get("branch_id")}
        return "s.bd_id = CAST(:_bd AS uuid) OR s.branch_id = CAST(:_branch AS uuid)", params
    if actor.role == "broker":
        return "s.broker_id = CAST(:_broker AS uuid)", {"_broker": links.get("broker_id")}
    if actor.role == "client":
        parties = ",".join(str(id) for id in links.get("party_ids", []))
        return "s.party_ids && CAST(:_parties AS uuid[])", {"_parties": f"{{{parties}}}"}
    return "FALSE", {}


def can_see(actor: Actor, row: Mapping[str, Any] | None) -> bool:
    """The same rule for one scope row at hand, for sockets; without a row only those see it who see everything."""
    if actor.role in SEES_ALL:
        return True
    if row is None:
        return False
    links = {key: value for key, value in actor.links.items() if value}
    if actor.role == "bd":
        return _same(row["bd_id"], links.get("bd_id")) or _same(row["branch_id"], links.get("branch_id"))
    if actor.role == "broker":
        return _same(row["broker_id"], links.get("broker_id"))
    if actor.role == "client":
        return bool({str(id) for id in row["party_ids"]} & {str(id) for id in links.get("party_ids", [])})
    return False


def check_current(actor: Actor) -> None:
    """Refuse a token that is older than the user's last change, or whose user was deactivated."""
    if actor.kind != "user":
        return
    row = db.one("SELECT version, active FROM actors WHERE user_id = :id", {"id": actor.id})
    if row is not None and (not row.active or row.version > actor.version):
        raise Unauthenticated("Your access has changed. Sign in again.")


def _same(left: Any, right: Any) -> bool:
    return left is not None and right is not None and str(left) == str(right)
