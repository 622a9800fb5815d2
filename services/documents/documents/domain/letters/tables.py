"""The tables of a letter as text: the terms of the loan, its securities and its fees."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from documents.domain.letters import labels
from lendkit.values.en_au import address, day, dollars, label, listed, plural, rate

Detail = Mapping[str, Any]  # an application, as applications answers it
Rows = list[list[str]]


def borrowers(detail: Detail) -> list[Mapping[str, Any]]:
    """Companies first: where there is one, it is the borrower."""
    return [*detail.get("companies", []), *detail.get("borrowers", [])]


def terms(detail: Detail) -> Rows:
    """The term sheet; a term that is not known has no row."""
    frequency = detail.get("repayment_frequency")
    capitalised = detail.get("capitalised_interest_months")
    type = detail.get("application_type_other") or detail.get("application_type")
    exit = detail.get("exit_strategy") or {}
    settlement = detail.get("estimated_settlement_date")
    rows = [
        ("Borrower", listed([labels.party(party) for party in borrowers(detail)])),
        ("Guarantor", listed([_guarantor(party) for party in detail.get("guarantors", [])])),
        ("Facility", labels.facility(type) if type else ""),
        ("Loan amount", dollars(detail["loan_amount"]) if detail.get("loan_amount") else ""),
        ("Purpose", detail.get("purpose") or ""),
        ("Term", f"{plural(detail['loan_term'], 'month')} from settlement" if detail.get("loan_term") else ""),
        ("Interest rate", rate(detail["interest_rate"]) if detail.get("interest_rate") else ""),
        ("Capitalised interest", f"First {plural(capitalised, 'month')}" if capitalised else ""),
        ("Interest payable", labels.FREQUENCIES[frequency] if frequency else ""),
        ("Settlement", f"On or about {day(settlement)}" if settlement else ""),
        ("Exit strategy", labels.exit_strategy(exit.get("kind") or "", exit.get("detail"))),
    ]
    return [[name, str(value)] for name, value in rows if value]


def securities(detail: Detail) -> Rows:
    return [
        [
            address(security.get("address")) or str(security.get("description") or ""),
            label(security.get("property_type") or "property"),
            dollars(security["estimated_value"]) if security.get("estimated_value") else "To be valued",
        ]
        for security in detail.get("securities", [])
    ]


def fees(detail: Detail) -> Rows:
    return [[labels.fee(fee["type"]), dollars(fee["amount"])] for fee in _payable(detail)]


def fees_total(detail: Detail) -> str | None:
    """None where there is nothing to add up."""
    amounts = [Decimal(str(fee["amount"])) for fee in _payable(detail)]
    return dollars(sum(amounts)) if len(amounts) > 1 else None


def _payable(detail: Detail) -> Sequence[Mapping[str, Any]]:
    return [fee for fee in detail.get("fees", []) if fee.get("status") not in ("waived", "refunded")]


def _guarantor(party: Mapping[str, Any]) -> str:
    cap = party.get("liability_cap")
    return f"{labels.party(party)}, guarantee limited to {dollars(cap)}" if cap else labels.party(party)
