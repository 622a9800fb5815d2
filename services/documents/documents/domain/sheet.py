"""The parts of a letter that are tables: the terms of the loan, its securities and its fees, as text."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from documents.domain import wording
from documents.domain.wording import dollars

Detail = Mapping[str, Any]
Rows = list[list[str]]


def borrowers(detail: Detail) -> list[Mapping[str, Any]]:
    """Companies first: where there is one, it is the one that borrows."""
    return [*detail.get("companies", []), *detail.get("borrowers", [])]


def terms(detail: Detail) -> Rows:
    """The term sheet: what is not known is not printed."""
    frequency = detail.get("repayment_frequency")
    capitalised = detail.get("capitalised_interest_months")
    type_ = detail.get("application_type_other") or detail.get("application_type") or ""
    exit_ = detail.get("exit_strategy") or {}
    rows = [
        ("Borrower", wording.listed([wording.party(party) for party in borrowers(detail)])),
        ("Guarantor", wording.listed([_guarantor(party) for party in detail.get("guarantors", [])])),
        ("Facility", wording.LOANS.get(type_) or f"{wording.words(type_)} loan" if type_ else None),
        ("Loan amount", dollars(detail["loan_amount"]) if detail.get("loan_amount") else None),
        ("Purpose", detail.get("purpose")),
        ("Term", f"{wording.months(detail['loan_term'])} from settlement" if detail.get("loan_term") else None),
        ("Interest rate", wording.rate(detail["interest_rate"]) if detail.get("interest_rate") else None),
        ("Capitalised interest", f"First {wording.months(capitalised)}" if capitalised else None),
        ("Interest payable", wording.FREQUENCIES[frequency].capitalize() if frequency else None),
        ("Settlement", f"On or about {wording.iso_day(detail['estimated_settlement_date'])}"
         if detail.get("estimated_settlement_date") else None),
        ("Repayment", ": ".join(p for p in (wording.words(exit_.get("kind") or ""), exit_.get("detail")) if p)),
    ]  # fmt: skip
    return [[label, str(value)] for label, value in rows if value]


def securities(detail: Detail) -> Rows:
    return [
        [
            wording.address(security.get("address")) or str(security.get("description") or ""),
            wording.words(security.get("property_type") or "property"),
            dollars(security["estimated_value"]) if security.get("estimated_value") else "To be valued",
        ]
        for security in detail.get("securities", [])
    ]


def _standing(detail: Detail) -> Sequence[Mapping[str, Any]]:
    return [fee for fee in detail.get("fees", []) if fee.get("status") not in ("waived", "refunded")]


def fees(detail: Detail) -> Rows:
    return [[wording.fee(fee["type"]), dollars(fee["amount"])] for fee in _standing(detail)]


def total(detail: Detail) -> str | None:
    amounts = [Decimal(str(fee["amount"])) for fee in _standing(detail)]
    return dollars(sum(amounts)) if len(amounts) > 1 else None


def _guarantor(party: Mapping[str, Any]) -> str:
    cap = party.get("liability_cap")
    return f"{wording.party(party)}, limited to {dollars(cap)}" if cap else wording.party(party)
