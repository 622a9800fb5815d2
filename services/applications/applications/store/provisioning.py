"""What the owners of a submit's parts have still to confirm."""

import json
from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from lendkit.messaging.work import Work
from lendkit.values.plain import plain

SERVICES = ("parties", "finance", "documents")
ASK_AGAIN_AFTER = "30 seconds"
_LISTS = {"parties": "parties", "finance": "fees", "documents": "documents"}
_OPEN = {  # service -> SQL that finds a part of provisioning row `p` that its owner has not confirmed
    "parties": """SELECT 1 FROM links l LEFT JOIN copies c ON c.kind = l.kind AND c.id = l.id
      WHERE l.application_id = p.application_id AND l.kind IN ('person', 'company') AND coalesce(c.version, 0) < 1""",
    "finance": """SELECT 1 FROM copies c
      WHERE c.kind = 'fee' AND c.body->>'application_id' = p.application_id::text AND c.version = 0""",
    "documents": """SELECT 1 FROM jsonb_array_elements(p.parts->'documents') d
      WHERE NOT d ? 'refused' AND NOT EXISTS (
        SELECT 1 FROM copies c WHERE c.kind = 'document' AND c.id = (d->>'upload_id')::uuid)""",
}


def begin(w: Work, application: UUID, parts: Mapping[str, Any], lodged_by: Mapping[str, str]) -> None:
    """One row per service, done where nothing is its own; parts are kept, sealed as they are, until it has them."""
    rows = []
    for service in SERVICES:
        own = {name: parts[name] if name == _LISTS[service] else [] for name in _LISTS.values()}
        pending = bool(own[_LISTS[service]])
        kept = {**parts, **own} if pending else None
        rows.append({"service": service, "state": "pending" if pending else "done", "parts": kept})
    w.execute(
        """INSERT INTO provisioning (application_id, service, state, parts, lodged_by)
        SELECT CAST(:application AS uuid), r->>'service', r->>'state', nullif(r->'parts', 'null'), CAST(:by AS jsonb)
        FROM jsonb_array_elements(CAST(:rows AS jsonb)) AS r ON CONFLICT DO NOTHING""",
        {"application": application, "rows": json.dumps(plain(rows)), "by": json.dumps(lodged_by)},
        prepare=True,
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
    """Note what is asked of the user; False when there is no such application, or nothing new in it: said once more,
    it must not undo what was made good since."""
    found = w.one("SELECT 1 FROM application WHERE id = :id FOR UPDATE", {"id": application})
    params = {"id": application, "service": service}
    row = w.one("SELECT state, parts FROM provisioning WHERE application_id = :id AND service = :service", params)
    if found is None or row is None or row.state == "done":
        return False
    parts = row.parts or {}
    named = _named(service, parts, part)
    if named and all(each.get("refused") for each in named):
        return False
    for each in named:
        each["refused"] = True
        if service == "finance":  # what finance will not have is no longer shown as a fee
            w.execute("DELETE FROM copies WHERE kind = 'fee' AND version = 0 AND id = :fee", {"fee": each["id"]})
    w.execute(
        """UPDATE provisioning SET state = 'refused', parts = CAST(:parts AS jsonb)
        WHERE application_id = :id AND service = :service""",
        {**params, "parts": json.dumps(parts)},
    )
    added = w.execute(
        """INSERT INTO action_required (application_id, service, part, code, detail)
        VALUES (:id, :service, :part, :code, :detail) ON CONFLICT DO NOTHING""",
        {**params, "part": part, "code": code, "detail": detail},
    )
    return added.rowcount == 1


def refused(w: Work, service: str, applications: Sequence[UUID]) -> list[UUID]:
    """Those of the applications on which a part of this service was refused."""
    rows = w.all(
        """SELECT application_id FROM provisioning WHERE service = :service AND state = 'refused'
        AND application_id = ANY(CAST(:ids AS uuid[])) ORDER BY application_id FOR UPDATE""",
        {"service": service, "ids": _texts(applications)},
    )
    return [row.application_id for row in rows]


def heal(w: Work, service: str, application: UUID, id: UUID, type: str) -> bool:
    """A fee or file that was not of the submit makes good for the first refused one of its type; True if it did.

    When nothing is asked of the user any more, the service is pending again: for what it has still to confirm.
    """
    params = {"id": application, "service": service}
    parts = w.scalar("SELECT parts FROM provisioning WHERE application_id = :id AND service = :service", params) or {}
    names = ("id", "upload_id", "made_good_by")
    if any(str(id) in map(each.get, names) for each in parts.get(_LISTS[service]) or []):
        return False
    asked = w.all(
        "SELECT part FROM action_required WHERE application_id = :id AND service = :service ORDER BY at, part", params
    )
    fits = [row.part for row in asked if any(each["type"] == type for each in _named(service, parts, row.part))]
    if not fits:
        return False
    w.execute(
        "DELETE FROM action_required WHERE application_id = :id AND service = :service AND part = :part",
        {**params, "part": fits[0]},
    )
    for each in _named(service, parts, fits[0]):
        each["made_good_by"] = str(id)
    w.execute(
        "UPDATE provisioning SET parts = CAST(:parts AS jsonb) WHERE application_id = :id AND service = :service",
        {**params, "parts": json.dumps(parts)},
    )
    if len(asked) == 1:
        w.execute("UPDATE provisioning SET state = 'pending' WHERE application_id = :id AND service = :service", params)
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


def _named(service: str, parts: Mapping[str, Any], part: str) -> list[dict[str, Any]]:
    """The part that is called so: by its id, or by its place in the submit."""
    name = _LISTS[service]
    return [
        each
        for index, each in enumerate(parts.get(name) or [])
        if part in (each.get("id"), each.get("upload_id"), f"/{name}/{index}")
    ]


def _texts(ids: Sequence[UUID]) -> list[str]:
    return [str(id) for id in ids]
