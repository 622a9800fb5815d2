"""Active users by what they stand for, from the kit's `actors`."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from lendkit.context import Actor
from lendkit.work import Work

_ACTIVE = "SELECT user_id, role, links, version FROM actors WHERE active"


def linked(w: Work, ids: Mapping[str, Any]) -> list[Actor]:
    """Those outside the house, and the BDs, who stand for any of an application's people."""
    params = {link: _text(ids.get(link)) for link in ("bd_id", "branch_id", "broker_id")}
    rows = w.all(
        f"""{_ACTIVE} AND (
          (role = 'bd' AND (links->>'bd_id' = :bd_id OR links->>'branch_id' = :branch_id))
          OR (role = 'broker' AND links->>'broker_id' = :broker_id)
          OR (role = 'client' AND jsonb_exists_any(links->'party_ids', CAST(:parties AS text[]))))
        ORDER BY user_id""",
        {**params, "parties": [str(id) for id in ids.get("party_ids") or []]},
    )
    return _actors(rows)


def house(w: Work, also: UUID | None) -> list[Actor]:
    """Those who see everything, and one more."""
    rows = w.all(
        f"{_ACTIVE} AND (role IN ('admin', 'credit', 'accounts') OR user_id = CAST(:also AS uuid)) ORDER BY user_id",
        {"also": also},
    )
    return _actors(rows)


def scope_of(w: Work, application: UUID) -> Any:
    """The scope row as it is now; None when the application was never heard of."""
    return w.one(
        "SELECT broker_id, bd_id, branch_id, party_ids, version FROM scope WHERE application_id = :id",
        {"id": application},
    )


def applications_of(w: Work, party: UUID) -> list[UUID]:
    """The applications that name this party."""
    rows = w.all(
        "SELECT application_id FROM scope WHERE party_ids @> CAST(:party AS uuid[]) ORDER BY application_id",
        {"party": [str(party)]},
    )
    return [row.application_id for row in rows]


def _actors(rows: Sequence[Any]) -> list[Actor]:
    return [Actor(id=row.user_id, role=row.role, links=row.links, version=row.version) for row in rows]


def _text(value: Any) -> str | None:
    return None if value is None else str(value)
