"""What finance requires before a loan is settled, and before it is discharged."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from lendkit.values.en_au import dollars

REQUIRED = {
    "loan_amount": "The loan amount is missing.",
    "loan_term": "The loan term is missing.",
    "interest_rate": "The interest rate is missing.",
}
# Balance → (its stable code, what a person calls it).
OWED = {
    "principal": ("principal_owed", "principal"),
    "interest": ("interest_owed", "interest"),
    "fees": ("fees_owed", "fees"),
    "default_interest": ("penalties_owed", "default interest"),
}


def missing_terms(data: Mapping[str, Any]) -> list[dict[str, str]]:
    return [{"code": name, "detail": detail} for name, detail in REQUIRED.items() if data.get(name) is None]


def not_cleared(balances: Mapping[str, Decimal]) -> list[dict[str, str]]:
    """What keeps a loan from being discharged, as {code, detail}: each balance that is not 0.00."""
    missing = [
        {"code": code, "detail": f"{dollars(balances[name])} {noun} outstanding."}
        for name, (code, noun) in OWED.items()
        if balances[name] != 0
    ]
    if balances["overpaid"] != 0:
        missing.append({"code": "overpaid", "detail": f"{dollars(balances['overpaid'])} overpaid: refund it first."})
    return missing
