"""Which parties an application names: kept from its events, so that a party knows who still needs it."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from lendkit.messaging.work import Work

_UNNEEDED = """
SELECT p.id FROM party p WHERE p.lodged_with = :application
AND NOT EXISTS (SELECT 1 FROM party_application a WHERE a.party_id = p.id AND a.application_id <> :application)
"""


@dataclass(frozen=True)
class ErasedParty:
    id: UUID
    kind: str
    version: int


def replace(w: Work, application: UUID, parties: Sequence[UUID]) -> None:
    """The application names these parties and no others."""
    ids = [str(id) for id in parties]
    params = {"application": application, "ids": ids}
    w.execute(
        "DELETE FROM party_application WHERE application_id = :application AND party_id <> ALL(CAST(:ids AS uuid[]))",
        params,
    )
    w.execute(
        """INSERT INTO party_application (party_id, application_id)
        SELECT unnest(CAST(:ids AS uuid[])), :application ON CONFLICT DO NOTHING""",
        params,
    )


def remove_application(w: Work, application: UUID) -> Sequence[ErasedParty]:
    """Remove a deleted application, and the parties lodged with it that no other application names."""
    params = {"application": application}
    w.execute("INSERT INTO application_gone (id) VALUES (:application) ON CONFLICT DO NOTHING", params)
    w.execute(f"INSERT INTO party_gone (id) {_UNNEEDED} ON CONFLICT DO NOTHING", params)
    sql = f"DELETE FROM party WHERE id IN ({_UNNEEDED}) RETURNING id, kind, version"
    erased = w.all(sql, params, into=ErasedParty)
    w.execute("DELETE FROM party_application WHERE application_id = :application", params)
    return erased


def is_deleted(w: Work, application: UUID) -> bool:
    return bool(w.scalar("SELECT EXISTS (SELECT 1 FROM application_gone WHERE id = :id)", {"id": application}))
