"""Users as auth's events describe them, from the shared `actors`."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any
from uuid import UUID

from lendkit.messaging.work import Work
from lendkit.runtime.sql import load
from lendkit.values.actor import Actor

_LINKED = load(__file__, "actors_linked.sql")
_ACTIVE = "SELECT user_id AS id, role, links, version FROM actors WHERE active"


def linked(w: Work, links: Mapping[str, Any]) -> Sequence[Actor]:
    """The BDs, brokers and clients whom `links` (bd_id, branch_id, broker_id, party_ids) gives an application."""
    return w.all(_LINKED, link_params(links), into=Actor)


def head_office(w: Work, also: UUID | None) -> Sequence[Actor]:
    """The active users who see everything, and one more."""
    return w.all(
        f"{_ACTIVE} AND (role IN ('admin', 'credit', 'accounts') OR user_id = CAST(:also AS uuid)) ORDER BY user_id",
        {"also": also},
        into=Actor,
    )


def active(w: Work, users: Iterable[UUID]) -> dict[UUID, Actor]:
    """Those of these users who may still sign in, as they are now."""
    params = {"users": [str(id) for id in users]}
    actors = w.all(f"{_ACTIVE} AND user_id = ANY(CAST(:users AS uuid[]))", params, into=Actor)
    return {actor.id: actor for actor in actors}


def link_params(links: Mapping[str, Any]) -> dict[str, Any]:
    """An application's people as text, as `actors.links` holds them."""
    ids = {link: None if links.get(link) is None else str(links[link]) for link in ("bd_id", "branch_id", "broker_id")}
    return {**ids, "parties": [str(id) for id in links.get("party_ids") or []]}
