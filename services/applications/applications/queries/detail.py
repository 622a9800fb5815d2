"""The full nested application: one query on our own database, whatever else is down."""

import json
from typing import Any
from uuid import UUID

from applications.domain.choice import offered
from applications.domain.stages import BY_CODE
from applications.queries.timeline import TIMELINE
from applications.store import facts
from applications.store.application import visible
from applications.store.records import NOUNS, OF_THE_HOUSE
from applications.store.sections import listed, named_by, newest
from lendkit.messaging.copies import SILENT_AFTER_SECONDS
from lendkit.runtime import context, db
from lendkit.values.plain import plain

OWNERS = {
    **dict.fromkeys(("borrowers", "guarantors", "companies", "broker", "bd", "branch"), "parties"),
    **dict.fromkeys(("repayments", "fees", "ledger", "loan", "funding", "payments"), "finance"),
    "documents": "documents",
}


def _people(section: str) -> str:
    """A section of parties: the copies with what their link says, or what a draft holds."""
    return f"""coalesce(a.draft->'{section}', (
      SELECT jsonb_agg(c.body || l.detail || jsonb_build_object('id', l.id, 'version', c.version) ORDER BY l.position)
      FROM links l JOIN copies c ON c.kind = l.kind AND c.id = l.id
      WHERE l.application_id = a.id AND l.section = '{section}'), '[]'::jsonb)"""


def _entry(kind: str, column: str) -> str:
    return f"(SELECT c.body FROM copies c WHERE c.kind = '{kind}' AND c.id = a.{column})"


def _records(noun: str) -> str:
    found = f"f.facts->'records'->'{noun}'"
    return f"CASE WHEN :house THEN {found} ELSE '[]'::jsonb END" if noun in OF_THE_HOUSE else found


# Fee or instalment → the newest invoice filed for it. OFFSET 0, here and below: once, not once for each use.
_INVOICES = f"""(SELECT coalesce(jsonb_object_agg(coalesce(c.body->>'fee_id', c.body->>'repayment_id'),
    jsonb_build_object('document_id', c.id, 'name', c.body->'name', 'version', c.body->'number')
    ORDER BY c.body->>'created_at'), '{{}}') AS of
  FROM {named_by("document")} AND coalesce(c.body->>'fee_id', c.body->>'repayment_id') IS NOT NULL
    AND c.body->>'type' = 'invoice' OFFSET 0)"""
_WITH_INVOICE = "jsonb_build_object('invoice', i.of->(c.id::text))"
_SECTIONS = ", ".join(f"('{section}', '{owner}')" for section, owner in OWNERS.items())
_RECORD_LISTS = ", ".join(f"'{noun}', {_records(noun)}" for noun in NOUNS)
# Sections that may be long leave the database as text of their own and are joined to the rest as they are.
_LONGER = {
    "fees": f"coalesce((a.draft->'fees')::text, {listed('fee', _WITH_INVOICE)})",
    "documents": f"coalesce((a.draft->'documents')::text, {listed('document')})",
    "repayments": listed("instalment", _WITH_INVOICE),
    "ledger": listed("journal"),
    "payments": listed("payment"),
    "loan": newest("loan"),
    "funding": newest("funding"),
    "timeline": TIMELINE,
}
_LONG = ", ".join(f"{sql} AS {name}" for name, sql in _LONGER.items())
_DETAIL = f"""
SELECT f.*, a.version, (a.terms || jsonb_build_object(
    'id', a.id, 'version', a.version, 'reference_number', a.reference_number, 'stage', a.stage,
    'stage_since', a.stage_since, 'days_in_stage', (now()::date - a.stage_since::date),
    'created_by', a.author, 'created_at', a.created_at, 'updated_at', a.updated_at, 'lvr', a.lvr::text,
    'broker_id', a.broker_id, 'bd_id', a.bd_id, 'branch_id', a.branch_id)
  || jsonb_build_object(
    'borrowers', {_people("borrowers")}, 'guarantors', {_people("guarantors")}, 'companies', {_people("companies")},
    'broker', {_entry("broker", "broker_id")}, 'bd', {_entry("bdm", "bd_id")},
    'branch', {_entry("branch", "branch_id")}, 'securities', coalesce(a.terms->'securities', '[]'::jsonb),
    'valuer_info', a.terms->'valuer_info', 'qs_info', a.terms->'qs_info', 'warnings', a.warnings)
  || jsonb_build_object({_RECORD_LISTS}, 'provisioning', f.facts->'provisioning',
    'action_required', (SELECT coalesce(jsonb_agg(jsonb_build_object('part', r.part, 'code', r.code, 'detail', r.detail)
       ORDER BY r.at), '[]') FROM action_required r WHERE r.application_id = a.id),
    'notes', coalesce(a.draft->'notes', '[]'::jsonb) || (SELECT coalesce(jsonb_agg(jsonb_build_object('id', n.id,
       'version', n.version, 'content', n.content, 'remind_date', n.remind_date, 'mentions', n.mentions,
       'created_by', n.created_by, 'created_at', n.created_at) ORDER BY n.created_at DESC), '[]')
       FROM note n WHERE n.application_id = a.id AND :house),
    'history', (SELECT coalesce(jsonb_agg(jsonb_build_object('id', m.id, 'from', m.from_stage, 'to', m.to_stage,
       'at', m.at, 'actor', m.actor, 'reason', m.reason, 'note', m.note, 'seconds_in_stage', m.seconds_in_stage,
       'undoes', m.undoes, 'undone', m.undone) ORDER BY m.at DESC), '[]')
       FROM stage_move m WHERE m.application_id = a.id),
    'sections', (SELECT jsonb_object_agg(s.section, jsonb_build_object('as_of', o.as_of,
       'silent', coalesce(o.as_of < now() - interval '{SILENT_AFTER_SECONDS} seconds', true)))
       FROM (VALUES {_SECTIONS}) AS s(section, owner) LEFT JOIN sources o ON o.owner = s.owner))
  )::text AS body, {_LONG}
FROM application a CROSS JOIN LATERAL (SELECT {facts.COLUMNS} OFFSET 0) f CROSS JOIN LATERAL {_INVOICES} i
WHERE a.id = :id AND {{rule}}
"""


def one(id: UUID) -> tuple[str, int] | None:
    """(JSON text, version) of the application, with what this caller may do next; None where it is not his."""
    actor = context.actor()
    rule, params = visible(actor)
    row = db.one(_DETAIL.replace("{rule}", rule), {**params, "id": id, "house": actor.role != "client"}, prepare=True)
    if row is None:
        return None
    return _joined(row, offered(facts.read(row), actor.role, actor.id)), row.version


def published(id: UUID) -> dict[str, Any] | None:
    """What another service gets: the whole detail, or that it was deleted; None for what never was."""
    found = one(id)
    if found is not None:
        return {"id": id, "version": found[1], "deleted": False, "body": json.loads(found[0]), "as_of": _now()}
    gone = db.one("SELECT version FROM deleted_application WHERE id = :id", {"id": id})
    return gone and {"id": id, "version": gone.version, "deleted": True, "body": {}, "as_of": _now()}


def notes(id: UUID) -> list[dict[str, Any]] | None:
    found = one(id)
    return None if found is None else json.loads(found[0])["notes"]


def _now() -> Any:
    return db.scalar("SELECT now()")


def _joined(row: Any, actions: list[dict[str, object]]) -> str:
    """Add what PostgreSQL cannot know to the object it wrote, without reading that again."""
    stage = BY_CODE[row.stage]
    more = {"stage_label": stage.label, "stage_tone": stage.tone, "allowed_actions": actions}
    sections = [f'"{name}": {row._mapping[name]}' for name in _LONGER]
    return f"{row.body[:-1]}, {', '.join(sections)}, {json.dumps(plain(more), ensure_ascii=False)[1:]}"
