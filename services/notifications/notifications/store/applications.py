"""Applications as their events describe them: who may see them, and what is kept of them."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from lendkit.messaging.work import Work


@dataclass(frozen=True)
class Scope:
    """Who is on an application. All empty once it was deleted."""

    broker_id: UUID | None
    bd_id: UUID | None
    branch_id: UUID | None
    party_ids: list[UUID]
    version: int

    @property
    def deleted(self) -> bool:
        return not any((self.broker_id, self.bd_id, self.branch_id, self.party_ids))

    def links(self) -> Mapping[str, Any]:
        return vars(self)


def scope_of(w: Work, application: UUID) -> Scope | None:
    """As it is now; None when the application was never heard of."""
    return w.one(
        "SELECT broker_id, bd_id, branch_id, party_ids, version FROM scope WHERE application_id = :id",
        {"id": application},
        into=Scope,
    )


def facts_of(w: Work, application: UUID) -> dict[str, Any]:
    """Who is on an application now, its `reference_number` and its `borrower_ids`, as far as they are known."""
    copy = w.scalar("SELECT body FROM copies WHERE kind = 'application' AND id = :id", {"id": application}) or {}
    scope = scope_of(w, application)
    kept = {name: copy[name] for name in ("reference_number", "borrower_ids") if name in copy}
    return {**kept, **(scope.links() if scope else {})}


def with_party(w: Work, party: UUID) -> list[UUID]:
    """The applications that this party is on."""
    rows = w.all(
        "SELECT application_id FROM scope WHERE party_ids @> CAST(:party AS uuid[]) ORDER BY application_id",
        {"party": [str(party)]},
    )
    return [row.application_id for row in rows]
