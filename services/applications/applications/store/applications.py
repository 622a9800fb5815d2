"""Rows of `application`, and the public state that their events carry."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from applications.store.links import PartyNames
from lendkit.contracts.finance import DEFAULT_PRODUCT_ID
from lendkit.messaging.work import Work
from lendkit.runtime import db
from lendkit.runtime.sql import load
from lendkit.values.actor import Actor
from lendkit.values.plain import plain
from lendkit.web import scope

COLUMNS = """id, version, reference_number, stage, stage_since, author, author_id, broker_id, bd_id, branch_id,
  application_type, loan_amount, terms, draft, created_at"""
_INSERT = f"{load(__file__, 'insert_application.sql')} RETURNING {COLUMNS}"
_UPDATE = f"{load(__file__, 'update_application.sql')} RETURNING {COLUMNS}"
_VERSION = "version = version + 1, updated_at = now()"


@dataclass(frozen=True)
class ApplicationRow:
    """`author` is {id, name, role}; `terms` the application's own fields; `draft` the parts of one not lodged yet."""

    id: UUID
    version: int
    reference_number: str
    stage: str
    stage_since: datetime
    author: dict[str, str]
    author_id: UUID
    broker_id: UUID | None
    bd_id: UUID | None
    branch_id: UUID | None
    application_type: str | None
    loan_amount: Decimal | None
    terms: dict[str, Any]
    draft: dict[str, Any] | None
    created_at: datetime


def next_reference(w: Work, year: int) -> str:
    """`APP-2026-000123`; gaps are fine, repeats are not."""
    number = w.scalar("SELECT nextval('reference_number')")
    return f"APP-{year}-{number:06d}"


def insert(w: Work, columns: Mapping[str, Any]) -> ApplicationRow:
    return _written(w, _INSERT, _params(columns))


def update(w: Work, id: UUID, columns: Mapping[str, Any]) -> ApplicationRow:
    """Write a draft again, or lodge it: terms, people, parts and stage; raises the version."""
    return _written(w, _UPDATE, {**_params(columns), "id": id})


def update_terms(w: Work, id: UUID, columns: Mapping[str, Any]) -> ApplicationRow:
    """Write a lodged application's terms and its broker, BDM and branch; raises the version."""
    sql = f"""UPDATE application SET {_VERSION}, broker_id = :broker_id, bd_id = :bd_id, branch_id = :branch_id,
      application_type = :application_type, loan_amount = :loan_amount, lvr = :lvr, terms = CAST(:terms AS jsonb)
    WHERE id = :id RETURNING {COLUMNS}"""
    return _written(w, sql, {**_params(columns), "id": id})


def merge_terms(w: Work, id: UUID, terms: Mapping[str, Any]) -> ApplicationRow:
    """Write some of the terms; raises the version."""
    sql = f"UPDATE application SET {_VERSION}, terms = terms || CAST(:terms AS jsonb) WHERE id = :id"
    return _written(w, f"{sql} RETURNING {COLUMNS}", {"id": id, "terms": json.dumps(plain(dict(terms)))})


def set_stage(w: Work, id: UUID, stage: str, since: datetime | None = None) -> ApplicationRow:
    """Write the stage; an undo says `since` when the stage it returns to began. Raises the version."""
    sql = f"""UPDATE application SET {_VERSION}, stage = :stage,
      stage_since = coalesce(CAST(:since AS timestamptz), clock_timestamp())
    WHERE id = :id RETURNING {COLUMNS}"""
    return _written(w, sql, {"id": id, "stage": stage, "since": since})


def set_lvr(w: Work, id: UUID, lvr: Decimal | None) -> None:
    w.execute("UPDATE application SET lvr = :lvr WHERE id = :id", {"id": id, "lvr": lvr})


def raise_version(w: Work, id: UUID) -> ApplicationRow:
    """Something that belongs to the application changed."""
    return _written(w, f"UPDATE application SET {_VERSION} WHERE id = :id RETURNING {COLUMNS}", {"id": id})


def lock(w: Work, id: UUID, actor: Actor) -> ApplicationRow | None:
    """The row for update, or None when the actor may not see it."""
    rule, params = visible(actor)
    sql = f"SELECT {COLUMNS} FROM application a WHERE a.id = :id AND {rule} FOR UPDATE OF a"
    return w.one(sql, {**params, "id": id}, into=ApplicationRow)


def product_to_test(id: UUID) -> UUID | None:
    """The product whose LVR limit an application with a valuation is tested against; None at any other stage."""
    sql = """SELECT coalesce((terms->>'product_id')::uuid, :default_product) AS product_id
    FROM application WHERE id = :id AND stage = 'valuation_received'"""
    product_id: UUID | None = db.scalar(sql, {"id": id, "default_product": DEFAULT_PRODUCT_ID})
    return product_id


def delete(w: Work, row: ApplicationRow, actor: Actor) -> None:
    """Delete the row with everything under it, and remember that it was there."""
    w.execute(
        "INSERT INTO deleted_application (id, version, reference_number, deleted_by)"
        " VALUES (:id, :version, :reference, CAST(:by AS jsonb))",
        {
            "id": row.id,
            "version": row.version + 1,
            "reference": row.reference_number,
            "by": json.dumps(actor.as_ref()),
        },
    )
    w.execute("DELETE FROM application WHERE id = :id", {"id": row.id})


def visible(actor: Actor) -> tuple[str, dict[str, Any]]:
    """SQL over `application a`, and its parameters: what the scope says, and one's own drafts."""
    rule, params = scope.visible(actor, "a.id")
    if rule == "TRUE":
        return rule, params
    return f"({rule} OR (a.stage = 'draft' AND a.author_id = :_me))", {**params, "_me": actor.id}


def state(row: ApplicationRow, parties: PartyNames) -> dict[str, Any]:
    """What every event about an application carries (`ApplicationState`)."""
    terms = row.terms
    return {
        "id": row.id,
        "application_id": row.id,
        "version": row.version,
        "reference_number": row.reference_number,
        "stage": row.stage,
        "application_type": row.application_type,
        "loan_amount": terms.get("loan_amount"),
        "loan_term": terms.get("loan_term"),
        "interest_rate": terms.get("interest_rate"),
        "repayment_frequency": terms.get("repayment_frequency"),
        "estimated_settlement_date": terms.get("estimated_settlement_date"),
        "broker_id": row.broker_id,
        "bd_id": row.bd_id,
        "branch_id": row.branch_id,
        "party_ids": parties.ids,
        "party_names": parties.names,
        "borrower_ids": parties.borrower_ids,
        "created_by": row.author,
        "created_at": row.created_at,
    }


def _written(w: Work, sql: str, params: Mapping[str, Any]) -> ApplicationRow:
    row = w.one(sql, params, into=ApplicationRow)
    assert row is not None  # RETURNING of a row that the caller has locked or made
    return row


def _params(columns: Mapping[str, Any]) -> dict[str, Any]:
    documents = {key: json.dumps(plain(columns[key])) for key in ("author", "terms", "warnings") if key in columns}
    draft = json.dumps(plain(columns["draft"])) if columns.get("draft") is not None else None
    return {**columns, **documents, "draft": draft}
