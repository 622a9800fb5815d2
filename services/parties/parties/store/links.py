"""Which parties an application names: kept from its events, so that a party knows who still needs it."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from lendkit.messaging.work import Work

_ORPHANS = """
SELECT p.id FROM party p WHERE p.lodged_with = :application
AND NOT EXISTS (SELECT 1 FROM party_application a WHERE a.party_id = p.id AND a.application_id <> :application)
"""


def replace(w: Work, application: UUID, parties: Sequence[UUID]) -> None:
    """These and no others."""
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


def close(w: Work, application: UUID) -> Sequence[Any]:
    """The application is gone, with the parties that came with it and that nobody else names: (id, kind, version)."""
    params = {"application": application}
    w.execute("INSERT INTO application_gone (id) VALUES (:application) ON CONFLICT DO NOTHING", params)
    w.execute(f"INSERT INTO party_gone (id) {_ORPHANS} ON CONFLICT DO NOTHING", params)
    gone = w.all(f"DELETE FROM party WHERE id IN ({_ORPHANS}) RETURNING id, kind, version", params)
    w.execute("DELETE FROM party_application WHERE application_id = :application", params)
    return gone


def is_closed(w: Work, application: UUID) -> bool:
    return bool(w.scalar("SELECT EXISTS (SELECT 1 FROM application_gone WHERE id = :id)", {"id": application}))
