"""Which applications there are, from their events and their owner."""

from typing import Any
from uuid import UUID

from lendkit.messaging.work import Work
from lendkit.runtime import db
from lendkit.values.actor import Actor
from lendkit.web import scope


def known(id: UUID) -> bool:
    return bool(db.scalar("SELECT EXISTS (SELECT 1 FROM scope WHERE application_id = :id)", {"id": id}))


def visible_to(actor: Actor, id: UUID) -> bool:
    """Whether it exists, was not deleted, and the actor may see it."""
    rule, params = scope.visible(actor, ":id")
    sql = f"SELECT {rule} AND NOT EXISTS (SELECT 1 FROM application_gone WHERE id = :id)"
    return known(id) and bool(db.scalar(sql, {**params, "id": id}))


def has_party(id: UUID, party: UUID) -> bool:
    sql = "SELECT :party = ANY(party_ids) FROM scope WHERE application_id = :id"
    return bool(db.scalar(sql, {"id": id, "party": party}))


def hold(w: Work, id: UUID) -> bool:
    """Keep it from being deleted until the commit; False when it was. Its deletion writes the same row first."""
    w.execute("SELECT 1 FROM scope WHERE application_id = :id FOR SHARE", {"id": id})
    return not w.scalar("SELECT EXISTS (SELECT 1 FROM application_gone WHERE id = :id)", {"id": id})


def mark_deleted(w: Work, id: UUID) -> None:
    w.execute("INSERT INTO application_gone (id) VALUES (:id) ON CONFLICT DO NOTHING", {"id": id})


def put_scope(id: UUID, version: int, detail: dict[str, Any]) -> None:
    """Who is on it, from its owner, where its events have not come yet."""
    parties = [party["id"] for section in ("borrowers", "guarantors", "companies") for party in detail[section]]
    links = {key: detail.get(key) for key in ("broker_id", "bd_id", "branch_id")}
    scope.put(id, version, {**links, "party_ids": parties})
