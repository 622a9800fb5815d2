"""Rows of `application`, and the public state that its events carry."""

import json
from collections.abc import Mapping
from decimal import Decimal
from typing import Any
from uuid import UUID

from applications.store.links import People
from lendkit.messaging.work import Work
from lendkit.values.actor import Actor
from lendkit.values.plain import plain
from lendkit.web import scope

COLUMNS = """id, version, reference_number, stage, stage_since, author, author_id, broker_id, bd_id, branch_id,
  application_type, loan_amount, terms, draft, created_at"""


def next_reference(w: Work, year: int) -> str:
    """`APP-2026-000123`; gaps are fine, repeats are not."""
    number = w.scalar("SELECT nextval('reference_number')")
    return f"APP-{year}-{number:06d}"


def insert(w: Work, row: Mapping[str, Any]) -> Any:
    return w.one(
        f"""INSERT INTO application (id, version, reference_number, stage, author, author_id, broker_id, bd_id,
          branch_id,
          application_type, loan_amount, lvr, terms, draft, warnings, search)
        VALUES (:id, 1, :reference_number, :stage, CAST(:author AS jsonb), :author_id, :broker_id, :bd_id, :branch_id,
          :application_type, :loan_amount, :lvr, CAST(:terms AS jsonb), CAST(:draft AS jsonb),
          CAST(:warnings AS jsonb), :search)
        RETURNING {COLUMNS}""",
        _params(row),
    )


def update(w: Work, id: UUID, row: Mapping[str, Any]) -> Any:
    """Write terms, people and stage, and raise the version."""
    return w.one(
        f"""UPDATE application SET version = version + 1, updated_at = now(), broker_id = :broker_id, bd_id = :bd_id,
          branch_id = :branch_id, application_type = :application_type, loan_amount = :loan_amount, lvr = :lvr,
          terms = CAST(:terms AS jsonb), draft = CAST(:draft AS jsonb), warnings = CAST(:warnings AS jsonb),
          search = :search, stage = :stage,
          stage_since = CASE WHEN stage <> :stage THEN clock_timestamp() ELSE stage_since END
        WHERE id = :id RETURNING {COLUMNS}""",
        {**_params(row), "id": id},
    )


def move(w: Work, id: UUID, stage: str, since: Any = None) -> Any:
    """To another stage; `since` is given when an undo restores the clock of the stage it returns to."""
    return w.one(
        f"""UPDATE application SET version = version + 1, updated_at = now(), stage = :stage,
          stage_since = coalesce(CAST(:since AS timestamptz), clock_timestamp()) WHERE id = :id RETURNING {COLUMNS}""",
        {"id": id, "stage": stage, "since": since},
    )


def set_lvr(w: Work, id: UUID, lvr: Decimal | None) -> None:
    w.execute("UPDATE application SET lvr = :lvr WHERE id = :id", {"id": id, "lvr": lvr})


def set_terms(w: Work, id: UUID, terms: Mapping[str, Any]) -> Any:
    """Write these of the terms, and raise the version."""
    return w.one(
        f"""UPDATE application SET version = version + 1, updated_at = now(), terms = terms || CAST(:terms AS jsonb)
        WHERE id = :id RETURNING {COLUMNS}""",
        {"id": id, "terms": json.dumps(plain(dict(terms)))},
    )


def touch(w: Work, id: UUID) -> Any:
    """Raise the version: something that belongs to the application changed."""
    return w.one(
        f"UPDATE application SET version = version + 1, updated_at = now() WHERE id = :id RETURNING {COLUMNS}",
        {"id": id},
    )


def lock(w: Work, id: UUID, actor: Actor) -> Any:
    """The row for update, or None when the actor may not see it."""
    rule, params = visible(actor)
    return w.one(
        f"SELECT {COLUMNS} FROM application a WHERE a.id = :id AND {rule} FOR UPDATE OF a", {**params, "id": id}
    )


def delete(w: Work, id: UUID) -> None:
    w.execute("DELETE FROM application WHERE id = :id", {"id": id})


def remember_deleted(w: Work, row: Any, actor: Actor) -> None:
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


def visible(actor: Actor) -> tuple[str, dict[str, Any]]:
    """SQL over `application a`: what the scope says, and one's own drafts."""
    rule, params = scope.visible(actor, "a.id")
    if rule == "TRUE":
        return rule, params
    return f"({rule} OR (a.stage = 'draft' AND a.author_id = :_me))", {**params, "_me": actor.id}


def state(row: Any, people: People) -> dict[str, Any]:
    """What every event about an application says of it."""
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
        "party_ids": people.ids,
        "party_names": people.names,
        "borrower_ids": people.borrowers,
        "created_by": row.author,
        "created_at": row.created_at,
    }


def _params(row: Mapping[str, Any]) -> dict[str, Any]:
    documents = {key: json.dumps(plain(row[key])) for key in ("author", "terms", "warnings") if key in row}
    draft = json.dumps(plain(row["draft"])) if row.get("draft") is not None else None
    return {**row, **documents, "draft": draft}
