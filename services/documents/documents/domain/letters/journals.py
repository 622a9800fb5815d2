"""The ledger of an application as a letter reads it: which journals count, and what each is called."""

from collections.abc import Mapping
from typing import Any

from documents.domain.letters import labels
from documents.domain.letters.tables import Detail
from lendkit.values.en_au import label

Journal = Mapping[str, Any]

WITHHELD = ("fee_withheld", "prepaid_withheld")
_NAMES = {
    "disbursement": "Loan advanced",
    "prepaid_withheld": "Interest withheld",
    "prepaid_earned": "Interest",
    "interest_accrued": "Interest",
    "penalty_charged": "Default interest",
    "repayment": "Payment received, thank you",
    "overpayment_refunded": "Overpayment refunded",
    "waiver": "Waived",
    "write_off": "Written off",
}
_FEES = ("fee_charged", "fee_paid", "fee_withheld", "fee_refunded")
_OUTCOMES = {
    "fee_paid": " paid",
    "fee_withheld": " withheld at settlement",
    "fee_refunded": " refunded",
    "prepaid_withheld": " at settlement",
}


def current(detail: Detail) -> list[Journal]:
    """Oldest first, without those that were reversed and without their reversals."""
    journals = detail.get("ledger") or []
    reversed_ids = {journal["reverses_id"] for journal in journals if journal.get("reverses_id")}
    kept = [journal for journal in journals if journal["id"] not in reversed_ids and not journal.get("reverses_id")]
    return sorted(kept, key=lambda journal: (journal["effective_on"], journal["booked_at"], journal["id"]))


def name(journal: Journal, detail: Detail) -> str:
    """`Establishment fee`, `Interest withheld`."""
    type = str(journal["type"])
    return _fee(journal, detail) if type in _FEES else _NAMES.get(type) or label(type)


def description(journal: Journal, detail: Detail) -> str:
    """With what became of it: `Establishment fee withheld at settlement`."""
    return name(journal, detail) + _OUTCOMES.get(str(journal["type"]), "")


def _fee(journal: Journal, detail: Detail) -> str:
    fee = next((fee for fee in detail.get("fees") or [] if fee["id"] == journal.get("fee_id")), None)
    return labels.fee(fee["type"]) if fee else "Fee"
