"""The facts that the guards of a move look at, in one expression over our own database."""

from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal
from typing import Any

from applications.domain.facts import Document, Facts, Party
from applications.store.records import NOUNS, listed
from applications.store.sections import named_by
from lendkit.contracts.finance import DEFAULT_PRODUCT_ID
from lendkit.messaging.work import Work

_HEAVY = "'income' - 'expenses' - 'assets' - 'liabilities' - 'employment'"
_RECORDS = ", ".join(f"'{noun}', {listed(noun)}" for noun in NOUNS)
# Columns of `application a` that `read` takes.
COLUMNS = f"""a.stage, a.author_id, a.bd_id, a.broker_id, a.terms, jsonb_build_object(
  'provisioning', (SELECT coalesce(jsonb_object_agg(p.service, p.state), '{{}}') FROM provisioning p
     WHERE p.application_id = a.id),
  'came_from', (SELECT m.from_stage FROM stage_move m WHERE m.application_id = a.id
     AND m.to_stage = 'more_info_required' AND m.undoes IS NULL ORDER BY m.at DESC, m.id DESC LIMIT 1),
  'parties', (SELECT coalesce(jsonb_agg(jsonb_build_object('id', l.id, 'section', l.section, 'kind', l.kind,
       'body', c.body - {_HEAVY}) ORDER BY l.section, l.position), '[]')
     FROM links l JOIN copies c ON c.kind = l.kind AND c.id = l.id
     WHERE l.application_id = a.id AND l.section IN ('borrowers', 'companies', 'guarantors')),
  'documents', (SELECT coalesce(jsonb_agg(jsonb_build_object('type', c.body->'type', 'party_id', c.body->'party_id',
       'signed_by', c.body->'signed_by', 'created_at', c.body->'created_at')), '[]') FROM {named_by("document")}),
  'funding', EXISTS (SELECT 1 FROM {named_by("funding")}),
  'commitment_fees', (SELECT coalesce(jsonb_agg(c.body->'status'), '[]') FROM {named_by("fee")}
     AND c.body->>'type' = 'commitment'),
  'max_lvr', (SELECT c.body->>'max_lvr' FROM copies c WHERE c.kind = 'product'
     AND c.id = coalesce((a.terms->>'product_id')::uuid, '{DEFAULT_PRODUCT_ID}')),
  'records', jsonb_build_object({_RECORDS})) AS facts"""


def of(w: Work, row: Any) -> Facts:
    """The facts of an application."""
    found = w.one(f"SELECT {COLUMNS} FROM application a WHERE a.id = :id", {"id": row.id}, prepare=True)
    assert found is not None
    return read(found)


def read(row: Any) -> Facts:
    """A row of COLUMNS as what the domain looks at."""
    found = row.facts
    return Facts(
        stage=row.stage,
        author_id=row.author_id,
        bd_id=row.bd_id,
        broker_id=row.broker_id,
        terms=row.terms,
        provisioning=found["provisioning"],
        came_from=found["came_from"],
        parties=[_party(each) for each in found["parties"]],
        documents=[_document(each) for each in found["documents"]],
        funding=found["funding"],
        commitment_fees=found["commitment_fees"],
        records=found["records"],
        max_lvr=Decimal(found["max_lvr"]) if found["max_lvr"] else None,
    )


def _party(found: Mapping[str, Any]) -> Party:
    return Party(found["id"], found["section"], found["kind"], found["body"].get("name") or "", found["body"])


def _document(found: Mapping[str, Any]) -> Document:
    at = datetime.fromisoformat(found["created_at"])
    return Document(found["type"], at, found["signed_by"], found["party_id"])
