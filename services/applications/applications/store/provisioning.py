"""What the owners of a submit's parts have still to confirm."""

import json
from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from lendkit.contracts import plain
from lendkit.work import Work

SERVICES = ("parties", "finance", "documents")
ASK_AGAIN_AFTER = "30 seconds"
_LISTS = {"parties": "parties", "finance": "fees", "documents": "documents"}
_OPEN = {  # service -> SQL that finds a part of provisioning row `p` that its owner has not confirmed
    "parties": """SELECT 1 FROM links l LEFT JOIN copies c ON c.kind = l.kind AND c.id = l.id
      WHERE l.application_id = p.application_id AND l.kind IN ('person', 'company') AND coalesce(c.version, 0) < 1""",
    "finance": """SELECT 1 FROM copies c
      WHERE c.kind = 'fee' AND c.body->>'application_id' = p.application_id::text AND c.version = 0""",
    "documents": """SELECT 1 FROM jsonb_array_elements(p.parts->'documents') d WHERE NOT EXISTS (
      SELECT 1 FROM copies c WHERE c.kind = 'document' AND c.id = (d->>'upload_id')::uuid)""",
}


def begin(w: Work, application: UUID, parts: Mapping[str, Any], lodged_by: Mapping[str, str]) -> None:
    """One row per service, done where nothing is its own; parts are kept, sealed as they are, until it has them."""
    for service in SERVICES:
        own = {name: parts[name] if name == _LISTS[service] else [] for name in _LISTS.values()}
        pending = bool(own[_LISTS[service]])
        w.execute(
            """INSERT INTO provisioning (application_id, service, state, parts, lodged_by)
            VALUES (:application, :service, :state, CAST(:parts AS jsonb), CAST(:by AS jsonb))
            ON CONFLICT DO NOTHING""",
            {
                "application": application,
                "service": service,
                "state": "pending" if pending else "done",
                "parts": json.dumps(plain({**parts, **own})) if pending else None,
                "by": json.dumps(lodged_by),
            },
        )


def with_parties(w: Work, party_ids: Sequence[UUID]) -> list[UUID]:
    """The applications on which any of these parties is."""
    rows = w.all(
        "SELECT DISTINCT application_id FROM links WHERE id = ANY(CAST(:ids AS uuid[]))", {"ids": _texts(party_ids)}
    )
    return [row.application_id for row in rows]


def confirm(w: Work, service: str, applications: Sequence[UUID]) -> list[UUID]:
    """Those of the applications whose last open part of this service stands now."""
    rows = w.all(
        f"""UPDATE provisioning p SET state = 'done', parts = NULL
        WHERE p.service = :service AND p.state = 'pending' AND p.application_id = ANY(CAST(:ids AS uuid[]))
          AND NOT EXISTS ({_OPEN[service]}) RETURNING p.application_id""",
        {"service": service, "ids": _texts(applications)},
    )
    return [row.application_id for row in rows]


def refuse(w: Work, service: str, application: UUID, part: str, code: str, detail: str) -> bool:
    """Note what is asked of the user; False when there is no such application."""
    found = w.one("SELECT 1 FROM application WHERE id = :id FOR UPDATE", {"id": application})
    if found is None:
        return False
    row = w.one(
        "UPDATE provisioning SET state = 'refused' WHERE application_id = :id AND service = :service RETURNING parts",
        {"id": application, "service": service},
    )
    if service == "finance" and row is not None:
        _forget_fee(w, row.parts, part)
    w.execute(
        """INSERT INTO action_required (application_id, service, part, code, detail)
        VALUES (:id, :service, :part, :code, :detail) ON CONFLICT DO NOTHING""",
        {"id": application, "service": service, "part": part, "code": code, "detail": detail},
    )
    return True


def heal(w: Work, service: str, application: UUID, id: UUID) -> bool:
    """A fee or file that was not of the submit makes good for the oldest refused one; True when that was one."""
    params = {"application": application, "service": service, "id": str(id)}
    healed = w.one(
        """DELETE FROM action_required WHERE (application_id, part, code) IN (
          SELECT r.application_id, r.part, r.code FROM action_required r
          JOIN provisioning p ON p.application_id = r.application_id AND p.service = r.service
          WHERE r.application_id = :application AND r.service = :service AND p.state = 'refused'
            AND NOT jsonb_path_exists(coalesce(p.parts, '[]'), '$.** ? (@ == $id)',
              jsonb_build_object('id', CAST(:id AS text)))
          ORDER BY r.at LIMIT 1) RETURNING 1""",
        params,
    )
    if healed is None:
        return False
    w.execute(
        """UPDATE provisioning SET state = 'done', parts = NULL WHERE application_id = :application
        AND service = :service AND state = 'refused' AND NOT EXISTS (SELECT 1 FROM action_required r
          WHERE r.application_id = :application AND r.service = :service)""",
        params,
    )
    return True


def overdue(w: Work) -> Sequence[Any]:
    """Parts that nobody confirmed in time, longer apart at each try; their rows are locked against a second clock."""
    return w.all(
        f"""UPDATE provisioning SET asked_at = now(), tries = tries + 1
        WHERE (application_id, service) IN (
          SELECT application_id, service FROM provisioning
          WHERE state = 'pending' AND asked_at < now() - interval '{ASK_AGAIN_AFTER}' * least(tries, 20)
          ORDER BY asked_at LIMIT 50 FOR UPDATE SKIP LOCKED)
        RETURNING application_id, service, parts, tries, lodged_by"""
    )


def _forget_fee(w: Work, parts: Mapping[str, Any] | None, part: str) -> None:
    """A fee that finance will not have is no longer shown as one; `part` is its id or its place in the submit."""
    fees = (parts or {}).get("fees") or []
    ids = [fee["id"] for index, fee in enumerate(fees) if part in (fee["id"], f"/fees/{index}")]
    w.execute("DELETE FROM copies WHERE kind = 'fee' AND version = 0 AND id = ANY(CAST(:ids AS uuid[]))", {"ids": ids})


def _texts(ids: Sequence[UUID]) -> list[str]:
    return [str(id) for id in ids]
