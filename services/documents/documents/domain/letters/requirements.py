"""What an application must have before a letter can be made of it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from documents.domain.letters import tables
from documents.domain.letters.tables import Detail

APPROVED_STAGES = (
    "formal_approval", "loan_docs_instructed", "loan_docs_issued", "loan_docs_signed", "settlement_conditions",
    "settled", "discharged", "closed",
)  # fmt: skip


@dataclass(frozen=True)
class Requirement:
    """`met` finds it in the application, `action` says what to do where it is missing."""

    code: str
    met: Callable[[Detail], Any]
    action: str


BY_CODE = {
    requirement.code: requirement
    for requirement in (
        Requirement("borrower", tables.borrowers, "Add a borrower."),
        Requirement("loan_amount", lambda detail: detail.get("loan_amount"), "Enter the loan amount."),
        Requirement("loan_term", lambda detail: detail.get("loan_term"), "Enter the loan term."),
        Requirement("interest_rate", lambda detail: detail.get("interest_rate"), "Enter the interest rate."),
        Requirement("funding", lambda detail: detail.get("funding"), "Save a funding calculation."),
        Requirement("loan", lambda detail: (detail.get("loan") or {}).get("settled_on"), "Settle the loan first."),
        Requirement(
            "open_loan", lambda detail: (detail.get("loan") or {}).get("status") == "open", "This loan isn't active."
        ),
        Requirement("approval", lambda detail: detail.get("stage") in APPROVED_STAGES, "Get formal approval first."),
    )
}


def missing(codes: Sequence[str], detail: Detail) -> list[dict[str, str]]:
    """[{code, detail}] of each requirement that is not met."""
    unmet = [BY_CODE[code] for code in codes if not BY_CODE[code].met(detail)]
    return [{"code": requirement.code, "detail": requirement.action} for requirement in unmet]
