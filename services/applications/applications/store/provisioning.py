"""What the owners of a submit's parts have still to confirm."""

import json
from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from lendkit.contracts import plain
from lendkit.work import Work

ASK_AGAIN_AFTER = "30 seconds"
_CONFIRMED = """
UPDATE provisioning p SET state = 'done', parts = NULL
WHERE p.service = 'parties' AND p.state = 'pending'
  AND p.application_id IN (SELECT application_id FROM links WHERE id = ANY(CAST(:ids AS uuid[])))
  AND NOT EXISTS (
    SELECT 1 FROM links l LEFT JOIN copies c ON c.kind = l.kind AND c.id = l.id
    WHERE l.application_id = p.application_id AND l.kind IN ('person', 'company') AND coalesce(c.version, 0) < 1)
RETURNING p.application_id
"""


def begin(w: Work, application: UUID, states: Mapping[str, str], parts: Mapping[str, Any]) -> None:
    """One row per service; the parts are kept, sealed as they are, only until their owner has them."""
    for service, state in states.items():
        w.execute(
            """INSERT INTO provisioning (application_id, service, state, parts)
            VALUES (:application, :service, :state, CAST(:parts AS jsonb)) ON CONFLICT DO NOTHING""",
            {
                "application": application,
                "service": service,
                "state": state,
                "parts": json.dumps(plain(parts)) if service == "parties" and state == "pending" else None,
            },
        )


def states_of(w: Work, application: UUID) -> dict[str, str]:
    rows = w.all("SELECT service, state FROM provisioning WHERE application_id = :id", {"id": application})
    return {row.service: row.state for row in rows}


def confirm(w: Work, party_ids: Sequence[UUID]) -> list[UUID]:
    """The applications all of whose parties now stand."""
    return [row.application_id for row in w.all(_CONFIRMED, {"ids": [str(id) for id in party_ids]})]


def refuse(w: Work, application: UUID, part: str, code: str, detail: str) -> bool:
    """Note what is asked of the user; False when there is no such application."""
    found = w.one("SELECT 1 FROM application WHERE id = :id FOR UPDATE", {"id": application})
    if found is None:
        return False
    w.execute(
        "UPDATE provisioning SET state = 'refused' WHERE application_id = :id AND service = 'parties'",
        {"id": application},
    )
    w.execute(
        """INSERT INTO action_required (application_id, part, code, detail) VALUES (:id, :part, :code, :detail)
        ON CONFLICT DO NOTHING""",
        {"id": application, "part": part, "code": code, "detail": detail},
    )
    return True


def overdue(w: Work) -> Sequence[Any]:
    """Parts that nobody confirmed in time, longer apart at each try; their rows are locked against a second clock."""
    return w.all(
        f"""UPDATE provisioning SET asked_at = now(), tries = tries + 1
        WHERE (application_id, service) IN (
          SELECT application_id, service FROM provisioning
          WHERE state = 'pending' AND service = 'parties'
            AND asked_at < now() - interval '{ASK_AGAIN_AFTER}' * least(tries, 20)
          ORDER BY asked_at LIMIT 50 FOR UPDATE SKIP LOCKED)
        RETURNING application_id, parts, tries"""
    )
