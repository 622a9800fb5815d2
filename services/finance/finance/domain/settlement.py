"""What finance wants before a loan is opened, and before it is closed."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

NEEDED = {
    "loan_amount": "The loan amount is not set.",
    "loan_term": "The term is not set.",
    "interest_rate": "The interest rate is not set.",
}
OWED = {"principal": "principal", "interest": "interest", "fees": "fees", "penalties": "default interest"}


def incomplete(data: Mapping[str, Any]) -> list[dict[str, str]]:
    return [{"code": name, "detail": detail} for name, detail in NEEDED.items() if data.get(name) is None]


def owed(state: Mapping[str, Any]) -> list[dict[str, str]]:
    """The parts of the balance that are not 0.00."""
    found = [
        {"code": f"{part}_owed", "detail": f"{state[part]} of {words} is still owed."}
        for part, words in OWED.items()
        if Decimal(state[part]) != 0
    ]
    if Decimal(state["overpaid"]) != 0:
        found.append({"code": "overpaid", "detail": f"{state['overpaid']} was paid too much and is to be refunded."})
    return found
