"""What letters call fees, deductions, facilities, frequencies and parties."""

from collections.abc import Mapping
from typing import Any

from lendkit.contracts.choices import FEE_TYPES
from lendkit.values.en_au import grouped, label

FREQUENCIES = {
    "weekly": "Weekly",
    "fortnightly": "Fortnightly",
    "monthly": "Monthly",
    "quarterly": "Quarterly",
    "half_yearly": "Half-yearly",
    "yearly": "Yearly",
    "at_maturity": "At maturity",
}
_FEES = {"line": "Line fee", "due_diligence": "Due diligence fee", "account": "Account-keeping fee"}
_DEDUCTIONS = {"prepaid_interest": "Interest withheld"}
_EXITS = {"sale": "Sale of property"}
_FACILITIES = {"smsf": "SMSF loan", "equity_release": "Equity release", "second_mortgage": "Second mortgage loan"}


def fee(type: str) -> str:
    """`legal` → `Legal fee`."""
    return _FEES.get(type) or (label(type) if type == "other" else f"{label(type)} fee")


def deduction(type: str) -> str:
    """A fee, or what else is withheld from a loan: `prepaid_interest` → `Interest withheld`."""
    return fee(type) if type in FEE_TYPES else _DEDUCTIONS.get(type) or label(type)


def facility(type: str) -> str:
    """`construction` → `Construction loan`."""
    return _FACILITIES.get(type) or f"{label(type)} loan"


def exit_strategy(kind: str, detail: str | None) -> str:
    """`Sale of property: two presold lots`."""
    return ": ".join(text for text in (_EXITS.get(kind) or label(kind), detail) if text)


def less(name: str) -> str:
    """`Legal fee` → `Less legal fee`."""
    return f"Less {name[:1].lower()}{name[1:]}"


def party(details: Mapping[str, Any]) -> str:
    """`Bellbird Projects Pty Ltd (ACN 004 085 616)`; a trust by its trustee."""
    acn, abn = grouped(details.get("acn"), (3, 3, 3)), grouped(details.get("abn"), (2, 3, 3, 3))
    number = f"ACN {acn}" if acn else f"ABN {abn}" if abn else ""
    name, trustee = str(details["name"]), details.get("trustee_name")
    full_name = f"{trustee} as trustee for {name}" if trustee else name
    return f"{full_name} ({number})" if number else full_name
