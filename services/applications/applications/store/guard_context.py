"""The guard context of an application: one statement, run for a transition and as a part of the detail."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from applications.domain.guards.context import Document, GuardContext, Party
from applications.store.records import STATE
from lendkit.contracts.finance import DEFAULT_PRODUCT_ID
from lendkit.messaging.work import Work
from lendkit.runtime.sql import load

SQL = load(__file__, "guard_context.sql").replace(":record_state", STATE)
PARAMS = {"default_product": DEFAULT_PRODUCT_ID}  # beside `id`


@dataclass(frozen=True)
class GuardContextRow:
    """The columns of `SQL`; `context` is the JSON of everything that is not a column of the application."""

    stage: str
    author_id: UUID
    bd_id: UUID | None
    broker_id: UUID | None
    terms: dict[str, Any]
    context: dict[str, Any]


def of(w: Work, application: UUID) -> GuardContext:
    """The guard context of an application that is there."""
    row = w.one(SQL, {"id": application, **PARAMS}, into=GuardContextRow, prepare=True)
    assert row is not None
    return read(row)


def read(row: GuardContextRow) -> GuardContext:
    context = row.context
    return GuardContext(
        stage=row.stage,
        author_id=row.author_id,
        bd_id=row.bd_id,
        broker_id=row.broker_id,
        terms=row.terms,
        provisioning=context["provisioning"],
        came_from=context["came_from"],
        parties=[_party(party) for party in context["parties"]],
        documents=[_document(document) for document in context["documents"]],
        has_funding_table=context["has_funding_table"],
        commitment_fees=context["commitment_fees"],
        records=context["records"],
        max_lvr=Decimal(context["max_lvr"]) if context["max_lvr"] else None,
    )


def _party(party: Mapping[str, Any]) -> Party:
    return Party(party["id"], party["section"], party["kind"], party["body"].get("name") or "", party["body"])


def _document(document: Mapping[str, Any]) -> Document:
    filed_at = datetime.fromisoformat(document["created_at"])
    return Document(document["type"], filed_at, document["signed_by"], document["party_id"])
