"""Consents, valuations, requirements, decisions, legal advice and conditions: the same three calls for each."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from flask import Response
from marshmallow import Schema

from applications.commands import records as commands
from applications.queries import records as queries
from applications.schemas import records as schemas
from lendkit.values.errors import existing
from lendkit.web.access import permission
from lendkit.web.blueprint import blueprint
from lendkit.web.etag import if_match
from lendkit.web.idempotency import Answer, once
from lendkit.web.responses import json_text

blp = blueprint("applications", "records")


@dataclass(frozen=True)
class Noun:
    """A kind of record: its path, its name, its schemas, and the permissions to read and write it."""

    path: str
    name: str
    new: type[Schema]
    shown: type[schemas.Record]
    change: type[Schema] | None = None
    reads: str = "applications.read"
    writes: str = "applications.record"

    @property
    def table(self) -> str:
        return self.path.replace("-", "_")


NOUNS = (
    Noun("consents", "Consent", schemas.NewConsent, schemas.Consent),
    Noun("valuations", "Valuation", schemas.NewValuation, schemas.Valuation, reads="notes.read"),
    Noun("requirements", "Requirement", schemas.NewRequirement, schemas.Requirement, schemas.RequirementChange),
    Noun(
        "decisions",
        "Decision",
        schemas.NewDecision,
        schemas.Decision,
        reads="notes.read",
        writes="applications.decide",
    ),
    Noun("legal-advice", "LegalAdvice", schemas.NewLegalAdvice, schemas.LegalAdvice),
    Noun("conditions", "Condition", schemas.NewCondition, schemas.Condition, schemas.ConditionChange),
)


def _list(noun: Noun) -> None:
    @blp.get(f"/<uuid:id>/{noun.path}/", endpoint=f"list_{noun.table}")
    @blp.response(200, schemas.page_of(noun.shown))
    @blp.doc(operationId=f"list{noun.path.title().replace('-', '')}")
    @permission(noun.reads)
    def find(id: UUID) -> Response:
        records = existing(queries.find(id, noun.table))
        return json_text({"items": records, "next": None, "total": len(records)})


def _add(noun: Noun) -> None:
    @blp.post(f"/<uuid:id>/{noun.path}/", endpoint=f"add_{noun.table}")
    @blp.arguments(noun.new)
    @blp.response(201, noun.shown)
    @blp.doc(operationId=f"add{noun.name}")
    @permission(noun.writes)
    @once(f"POST {noun.path} {{id}}")
    def add(body: dict[str, Any], id: UUID) -> Answer:
        return Answer(201, commands.add(id, noun.table, body), 1)


def _change(noun: Noun, change: type[Schema]) -> None:
    @blp.patch(f"/<uuid:id>/{noun.path}/<uuid:record_id>/", endpoint=f"change_{noun.table}")
    @blp.arguments(change)
    @blp.response(200, noun.shown)
    @blp.doc(operationId=f"change{noun.name}")
    @permission(noun.writes)
    def patch(body: dict[str, Any], id: UUID, record_id: UUID) -> Response:
        record = commands.change(id, noun.table, record_id, body, if_match())
        return json_text(record, version=record["version"])


for _noun in NOUNS:
    _list(_noun)
    _add(_noun)
    if _noun.change:
        _change(_noun, _noun.change)
