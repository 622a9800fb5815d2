"""The text of each letter, from the detail of an application."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from documents.domain.letters import labels, tables
from documents.domain.letters.disbursement import disbursement
from documents.domain.letters.tables import Detail
from lendkit.values.en_au import address, day, dollars, listed

VALID_FOR = timedelta(days=14)


def common(detail: Detail, lender: Mapping[str, str], today: date) -> dict[str, Any]:
    """What every letter has: lender, reference, date, addressee, salutation, broker and contact."""
    borrowers = tables.borrowers(detail)
    return {
        "lender": dict(lender),
        "reference": detail["reference_number"],
        "date": day(today),
        "to": [labels.party(party) for party in borrowers],
        "address": address(borrowers[0].get("address")) if borrowers else "",
        "dear": _salutation(detail),
        "broker": _broker(detail.get("broker")),
        "contact": _contact(detail.get("bd")),
    }


def indicative_letter(detail: Detail, today: date) -> dict[str, Any]:
    return {
        "valid_until": day(today + VALID_FOR),
        "terms": tables.terms(detail),
        "securities": tables.securities(detail),
        "guaranteed": bool(detail.get("guarantors")),
        "lvr": detail.get("lvr"),
        "fees": tables.fees(detail),
        "fees_total": tables.fees_total(detail),
        "signers": [*_names(tables.borrowers(detail)), *_names(detail.get("guarantors", []))],
    }


def funding_table(detail: Detail, today: date) -> dict[str, Any]:
    funding = detail["funding"]
    deductions = [
        [labels.less(labels.deduction(deduction["type"])), dollars(deduction["amount"])]
        for deduction in funding["deductions"]
    ]
    return {
        "number": str(funding["number"]),
        "calculated": day(funding["created_at"]),
        "terms": tables.terms(detail),
        "loan_amount": dollars(funding["loan_amount"]),
        "deductions": deductions,
        "net": dollars(funding["net"]),
    }


def formal_approval(detail: Detail, today: date) -> dict[str, Any]:
    outstanding = [str(condition["title"]) for condition in detail.get("conditions", []) if not condition.get("met")]
    return {**indicative_letter(detail, today), "conditions": outstanding}


def disbursement_notice(detail: Detail, today: date) -> dict[str, Any]:
    loan = detail["loan"]
    first = next((instalment for instalment in detail.get("repayments") or [] if instalment["amount"] != "0.00"), None)
    return {
        "settled": day(loan["settled_on"]),
        "matures": day(loan["maturity_date"]),
        "terms": tables.terms(detail),
        **disbursement(detail),
        "first": first and [day(first["due_date"]), dollars(first["amount"])],
    }


def _salutation(detail: Detail) -> str:
    """The people by their first names; a company without any by its directors."""
    people = [str(person.get("first_name") or person["name"]) for person in detail.get("borrowers", [])]
    return listed(people) or "Directors"


def _names(parties: Sequence[Mapping[str, Any]]) -> list[str]:
    return [str(party["name"]) for party in parties]


def _broker(broker: Mapping[str, Any] | None) -> str | None:
    """`Grace Nguyen, Acacia Finance`"""
    return ", ".join(str(broker[key]) for key in ("name", "company") if broker.get(key)) if broker else None


def _contact(bdm: Mapping[str, Any] | None) -> dict[str, str] | None:
    return {key: str(bdm[key]) for key in ("name", "phone", "email") if bdm.get(key)} if bdm else None
