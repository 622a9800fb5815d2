"""Rows of `provisioning`: one per owner of a submission's parts, until it has confirmed them; and `action_required`,
what people are asked for where it refused one."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from lendkit.messaging.work import Work
from lendkit.runtime.sql import load
from lendkit.values.plain import plain

ASK_AGAIN_AFTER = "30 seconds"
_OVERDUE = load(__file__, "overdue_provisioning.sql")
_UNCONFIRMED = {  # service → SQL that finds a part of provisioning row `p` that its owner has not confirmed
    "parties": """SELECT 1 FROM links l LEFT JOIN copies c ON c.kind = l.kind AND c.id = l.id
      WHERE l.application_id = p.application_id AND l.kind IN ('person', 'company') AND coalesce(c.version, 0) < 1""",
    "finance": """SELECT 1 FROM copies c
      WHERE c.kind = 'fee' AND c.body->>'application_id' = p.application_id::text AND c.version = 0""",
    "documents": """SELECT 1 FROM jsonb_array_elements(p.parts->'documents') d
      WHERE NOT d ? 'refused' AND NOT EXISTS (
        SELECT 1 FROM copies c WHERE c.kind = 'document' AND c.id = (d->>'upload_id')::uuid)""",
}


@dataclass(frozen=True)
class ProvisioningRow:
    """`parts` is what the owner was asked to take, None once it has."""

    state: str
    parts: dict[str, Any] | None


@dataclass(frozen=True)
class Overdue:
    """`version` is the application's, `lodged_by` who lodged it."""

    application_id: UUID
    service: str
    parts: dict[str, Any]
    tries: int
    lodged_by: dict[str, str] | None
    version: int


def begin(w: Work, application: UUID, parts_of: Mapping[str, Any], lodged_by: Mapping[str, str]) -> None:
    """One row per service of `parts_of`, done where its parts are None; they are kept, sealed as they are."""
    rows = [
        {"service": service, "state": "done" if parts is None else "pending", "parts": parts}
        for service, parts in parts_of.items()
    ]
    w.execute(
        """INSERT INTO provisioning (application_id, service, state, parts, lodged_by)
        SELECT CAST(:application AS uuid), r->>'service', r->>'state', nullif(r->'parts', 'null'), CAST(:by AS jsonb)
        FROM jsonb_array_elements(CAST(:rows AS jsonb)) AS r ON CONFLICT DO NOTHING""",
        {"application": application, "rows": json.dumps(plain(rows)), "by": json.dumps(lodged_by)},
        prepare=True,
    )


def with_parties(w: Work, party_ids: Sequence[UUID]) -> list[UUID]:
    """The applications that name any of these parties."""
    sql = "SELECT DISTINCT application_id FROM links WHERE id = ANY(CAST(:ids AS uuid[]))"
    return [row.application_id for row in w.all(sql, {"ids": _texts(party_ids)})]


def confirm(w: Work, service: str, applications: Sequence[UUID]) -> list[UUID]:
    """Those of the applications that had parts of this service pending, and have none any more."""
    rows = w.all(
        f"""UPDATE provisioning p SET state = 'done', parts = NULL
        WHERE p.service = :service AND p.state = 'pending' AND p.application_id = ANY(CAST(:ids AS uuid[]))
          AND NOT EXISTS ({_UNCONFIRMED[service]}) RETURNING p.application_id""",
        {"service": service, "ids": _texts(applications)},
    )
    return [row.application_id for row in rows]


def lock(w: Work, service: str, application: UUID) -> ProvisioningRow | None:
    """The row of this service with its application locked; None where there is no such application."""
    if w.one("SELECT 1 FROM application WHERE id = :id FOR UPDATE", {"id": application}) is None:
        return None
    return get(w, service, application)


def get(w: Work, service: str, application: UUID) -> ProvisioningRow | None:
    sql = "SELECT state, parts FROM provisioning WHERE application_id = :id AND service = :service"
    return w.one(sql, {"id": application, "service": service}, into=ProvisioningRow)


def set_refused(w: Work, service: str, application: UUID, parts: Mapping[str, Any]) -> None:
    w.execute(
        """UPDATE provisioning SET state = 'refused', parts = CAST(:parts AS jsonb)
        WHERE application_id = :id AND service = :service""",
        {"id": application, "service": service, "parts": json.dumps(parts)},
    )


def remove_unconfirmed_fees(w: Work, ids: Sequence[str]) -> None:
    """What finance refused is no longer shown as a fee."""
    sql = "DELETE FROM copies WHERE kind = 'fee' AND version = 0 AND id = ANY(CAST(:ids AS uuid[]))"
    w.execute(sql, {"ids": list(ids)})


def require_action(w: Work, service: str, application: UUID, part: str, code: str, detail: str) -> bool:
    """Note what people are asked for; False when they were asked already."""
    added = w.execute(
        """INSERT INTO action_required (application_id, service, part, code, detail)
        VALUES (:id, :service, :part, :code, :detail) ON CONFLICT DO NOTHING""",
        {"id": application, "service": service, "part": part, "code": code, "detail": detail},
    )
    return added.rowcount == 1


def refused_on(w: Work, service: str, applications: Sequence[UUID]) -> list[UUID]:
    """Those of the applications on which a part of this service was refused, their rows locked."""
    rows = w.all(
        """SELECT application_id FROM provisioning WHERE service = :service AND state = 'refused'
        AND application_id = ANY(CAST(:ids AS uuid[])) ORDER BY application_id FOR UPDATE""",
        {"service": service, "ids": _texts(applications)},
    )
    return [row.application_id for row in rows]


def refused_parts(w: Work, service: str, application: UUID) -> list[str]:
    """The parts that people are asked to replace, oldest first."""
    sql = "SELECT part FROM action_required WHERE application_id = :id AND service = :service ORDER BY at, part"
    return [row.part for row in w.all(sql, {"id": application, "service": service})]


def replace_part(w: Work, service: str, application: UUID, part: str, parts: Mapping[str, Any], state: str) -> None:
    """A refused part is replaced: nobody is asked for it any more, and the service is in `state`."""
    params = {"id": application, "service": service, "part": part}
    w.execute("DELETE FROM action_required WHERE application_id = :id AND service = :service AND part = :part", params)
    w.execute(
        """UPDATE provisioning SET parts = CAST(:parts AS jsonb), state = :state
        WHERE application_id = :id AND service = :service""",
        {**params, "parts": json.dumps(parts), "state": state},
    )


def overdue(w: Work) -> Sequence[Overdue]:
    """Parts not confirmed in time, each marked as asked for again; their rows are locked against a second clock."""
    return w.all(_OVERDUE, {"after": ASK_AGAIN_AFTER}, into=Overdue)


def _texts(ids: Sequence[UUID]) -> list[str]:
    return [str(id) for id in ids]
