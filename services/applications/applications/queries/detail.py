"""The full nested application: one query on our own database, whatever else is down."""

import json
from typing import Any
from uuid import UUID

from applications.domain.moves import Facts, offered
from applications.domain.stages import BY_CODE
from applications.store.application import visible
from lendkit import context, db
from lendkit.contracts import plain
from lendkit.copies import SILENT_AFTER_SECONDS

OWNERS = {
    "borrowers": "parties",
    "guarantors": "parties",
    "companies": "parties",
    "broker": "parties",
    "bd": "parties",
    "branch": "parties",
    "documents": "documents",
    "repayments": "finance",
    "fees": "finance",
    "ledger": "finance",
}


def _people(section: str) -> str:
    """A section of parties: the copies with what their link says, or what a draft holds."""
    return f"""coalesce(a.draft->'{section}', (
      SELECT jsonb_agg(c.body || l.detail || jsonb_build_object('id', l.id, 'version', c.version) ORDER BY l.position)
      FROM links l JOIN copies c ON c.kind = l.kind AND c.id = l.id
      WHERE l.application_id = a.id AND l.section = '{section}'), '[]'::jsonb)"""


def _entry(kind: str, column: str) -> str:
    return f"(SELECT c.body FROM copies c WHERE c.kind = '{kind}' AND c.id = a.{column})"


_SECTIONS = ", ".join(f"('{section}', '{owner}')" for section, owner in OWNERS.items())
_DETAIL = f"""
SELECT a.stage, a.version, a.author_id, a.bd_id, a.broker_id, a.terms->>'source' AS source,
  (SELECT coalesce(jsonb_object_agg(p.service, p.state), '{{}}') FROM provisioning p WHERE p.application_id = a.id)
    AS provisioning,
  (a.terms || jsonb_build_object(
    'id', a.id, 'version', a.version, 'reference_number', a.reference_number, 'stage', a.stage,
    'stage_since', a.stage_since, 'days_in_stage', (now()::date - a.stage_since::date),
    'created_by', a.author, 'created_at', a.created_at, 'updated_at', a.updated_at, 'lvr', a.lvr::text,
    'broker_id', a.broker_id, 'bd_id', a.bd_id, 'branch_id', a.branch_id)
  || jsonb_build_object(
    'borrowers', {_people("borrowers")}, 'guarantors', {_people("guarantors")}, 'companies', {_people("companies")},
    'broker', {_entry("broker", "broker_id")}, 'bd', {_entry("bdm", "bd_id")},
    'branch', {_entry("branch", "branch_id")},
    'fees', {_people("fees")}, 'documents', '[]'::jsonb, 'repayments', '[]'::jsonb, 'ledger', '[]'::jsonb,
    'conditions', '[]'::jsonb, 'securities', coalesce(a.terms->'securities', '[]'::jsonb),
    'valuer_info', a.terms->'valuer_info', 'qs_info', a.terms->'qs_info', 'warnings', a.warnings)
  || jsonb_build_object(
    'provisioning', (SELECT coalesce(jsonb_object_agg(p.service, p.state), '{{}}') FROM provisioning p
       WHERE p.application_id = a.id),
    'action_required', (SELECT coalesce(jsonb_agg(jsonb_build_object('part', r.part, 'code', r.code, 'detail', r.detail)
       ORDER BY r.at), '[]') FROM action_required r WHERE r.application_id = a.id),
    'notes', coalesce(a.draft->'notes', '[]'::jsonb) || (SELECT coalesce(jsonb_agg(jsonb_build_object('id', n.id,
       'version', n.version, 'content', n.content, 'remind_date', n.remind_date, 'mentions', n.mentions,
       'created_by', n.created_by, 'created_at', n.created_at) ORDER BY n.created_at DESC), '[]')
       FROM note n WHERE n.application_id = a.id AND :notes),
    'history', (SELECT coalesce(jsonb_agg(jsonb_build_object('id', m.id, 'from', m.from_stage, 'to', m.to_stage,
       'at', m.at, 'actor', m.actor, 'reason', m.reason, 'note', m.note, 'seconds_in_stage', m.seconds_in_stage,
       'undoes', m.undoes, 'undone', m.undone) ORDER BY m.at DESC), '[]')
       FROM stage_move m WHERE m.application_id = a.id),
    'timeline', (SELECT coalesce(jsonb_agg(t.line ORDER BY t.at DESC), '[]') FROM (
       SELECT m.at, jsonb_build_object('id', m.id, 'kind', CASE WHEN m.undoes IS NULL THEN 'stage' ELSE 'undo' END,
         'at', m.at, 'actor', m.actor, 'title', m.to_stage, 'detail', coalesce(m.note, m.reason)) AS line
       FROM stage_move m WHERE m.application_id = a.id
       UNION ALL
       SELECT n.created_at, jsonb_build_object('id', n.id, 'kind', 'note', 'at', n.created_at, 'actor', n.created_by,
         'title', 'note', 'detail', left(n.content, 300)) FROM note n WHERE n.application_id = a.id AND :notes) AS t),
    'sections', (SELECT jsonb_object_agg(s.section, jsonb_build_object('as_of', o.as_of,
       'silent', coalesce(o.as_of < now() - interval '{SILENT_AFTER_SECONDS} seconds', true)))
       FROM (VALUES {_SECTIONS}) AS s(section, owner) LEFT JOIN sources o ON o.owner = s.owner))
  )::text AS body
FROM application a WHERE a.id = :id AND {{rule}}
"""


def one(id: UUID) -> tuple[str, int] | None:
    """(JSON text, version) of the application, with what this caller may do next; None where it is not his."""
    actor = context.actor()
    rule, params = visible(actor)
    row = db.one(_DETAIL.replace("{rule}", rule), {**params, "id": id, "notes": actor.role != "client"})
    if row is None:
        return None
    facts = Facts(row.stage, row.author_id, row.bd_id, row.broker_id, row.source, row.provisioning)
    return _joined(row, offered(facts, actor.role, actor.id)), row.version


def notes(id: UUID) -> list[dict[str, Any]] | None:
    found = one(id)
    return None if found is None else json.loads(found[0])["notes"]


def _joined(row: Any, actions: list[dict[str, object]]) -> str:
    """Add what PostgreSQL cannot know to the object it wrote, without reading that again."""
    stage = BY_CODE[row.stage]
    more = {"stage_label": stage.label, "stage_tone": stage.tone, "allowed_actions": actions}
    return f"{row.body[:-1]}, {json.dumps(plain(more), ensure_ascii=False)[1:]}"
