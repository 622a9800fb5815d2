"""The payout figure: finance's own figures for each day of a week."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from documents.domain.letters.tables import Detail
from lendkit.values.en_au import day, dollars

PAYOUT_DAYS = 7
_PARTS = {
    "principal": "Principal",
    "interest": "Interest to payout date",
    "default_interest": "Default interest",
    "fees": "Fees",
    "interest_rebate": "Less interest rebate",
    "overpaid": "Less overpayment",
}
_V1_NAMES = {"default_interest": "penalties", "interest_rebate": "given_back"}


def payout_days(today: date) -> list[date]:
    """The days that a payout figure is given for."""
    return [today + timedelta(days) for days in range(PAYOUT_DAYS)]


def payout(detail: Detail) -> dict[str, Any]:
    """The parts of the first day of `detail["payoffs"]`, and the total of each day."""
    payoffs = detail["payoffs"]
    first = payoffs[0]
    parts = [[label, dollars(_amount(first, part))] for part, label in _PARTS.items() if _amount(first, part) != "0.00"]
    return {
        "valid_until": day(payoffs[-1]["on"]),
        "on": day(first["on"]),
        "parts": parts,
        "total": dollars(first["total"]),
        "days": [[day(payoff["on"]), dollars(payoff["total"])] for payoff in payoffs],
    }


def _amount(payoff: Mapping[str, Any], part: str) -> str:
    """A part by its name, or by the one that it has in v1 of finance's API."""
    return str(payoff[part] if part in payoff else payoff[_V1_NAMES[part]])
