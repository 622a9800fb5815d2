"""An application that is ready for every transition, and ways to take something away from it."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any
from uuid import uuid4

from applications.domain.guards.context import Document, GuardContext, Party

AUTHOR, SOMEBODY = uuid4(), uuid4()
MORNING = datetime(2026, 11, 25, 9, tzinfo=UTC)
HOUR = timedelta(hours=1)
MEI = Party(
    "mei",
    "borrowers",
    "person",
    "Mei Brown",
    {
        "name": "Mei Brown",
        "first_name": "Mei",
        "last_name": "Brown",
        "date_of_birth": "1984-07-06",
        "email": "mei@example.com.au",
        "address": {"street": "14 Smith Street", "country": "Australia"},
        "bank_account": {"bsb": "xxx-xxx", "account_number": "xxxx6789"},
    },
)
BELLBIRD = Party(
    "bellbird",
    "guarantors",
    "company",
    "Bellbird Projects Pty Ltd",
    {
        "entity_name": "Bellbird Projects Pty Ltd",
        "entity_type": "company",
        "acn": "004085616",
        "abn": "53004085616",
        "phone": "0293327455",
        "address": {"street": "50 King William Road"},
        "directors": [{"first_name": "Mei", "last_name": "Brown"}],
    },
)
APPROVED = {
    "decision": "approve",
    "created_by": {"id": str(SOMEBODY), "name": "Asha Credit", "role": "credit"},
    "terms": {"loan_amount": "410000.00", "loan_term": 18, "interest_rate": "8.95"},
}
# An application on which everything is as it should be, at whatever stage it stands.
READY = GuardContext(
    stage="inquiry",
    author_id=AUTHOR,
    bd_id=uuid4(),
    broker_id=uuid4(),
    terms={
        "loan_amount": "410000.00",
        "loan_term": 18,
        "interest_rate": "8.950",
        "solvency": {"bankruptcy": False, "judgments": True, "tax_arrears": False, "arrears_on_loans": False},
        "valuer_info": {"company_name": "Meridian Valuers"},
        "securities": [{"address": {"street": "1 Chapel Street"}}],
    },
    provisioning=dict.fromkeys(("parties", "finance", "documents"), "done"),
    parties=(MEI, BELLBIRD),
    documents=(
        Document("indicative_letter", MORNING),
        Document("signed_form", MORNING + HOUR),
        Document("loan_documents", MORNING + 2 * HOUR),
        Document("signed_form", MORNING + 3 * HOUR),
    ),
    has_funding_table=True,
    commitment_fees=("waived", "paid"),
    records={
        "consents": [{"kind": "privacy", "party_id": None}],
        "valuations": [{"value": "600000.00", "security": {"position": 0, "address": "1 Chapel Street"}}],
        "requirements": [{"title": "Rates notice", "resolved": True}],
        "decisions": [{**APPROVED, "decision": "decline"}, APPROVED],
        "legal_advice": [{"party_id": "bellbird"}],
        "conditions": [{"title": "Building insurance", "met": True}],
    },
    max_lvr=Decimal(70),
)


def at(stage: str, **change: Any) -> GuardContext:
    return replace(READY, stage=stage, **change)


def with_terms(**change: Any) -> dict[str, Any]:
    return {"terms": {**READY.terms, **change}}


def with_records(noun: str, *rows: Any) -> dict[str, Any]:
    return {"records": {**READY.records, noun: rows}}


def without(*types: str) -> dict[str, Any]:
    return {"documents": tuple(d for d in READY.documents if d.type not in types)}


def changed(party: Party, **body: Any) -> dict[str, Any]:
    other = replace(party, body={**party.body, **body})
    return {"parties": tuple(other if member is party else member for member in READY.parties)}
