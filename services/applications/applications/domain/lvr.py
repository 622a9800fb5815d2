"""Loan to value ratio (LVR): what would be owed on the securities, over what they are worth."""

from collections.abc import Mapping, Sequence
from decimal import ROUND_HALF_EVEN, Decimal
from typing import Any

PAYS_OUT = frozenset({"refinance", "refinance_and_equity_release"})


def lvr(terms: Mapping[str, Any], valuations: Sequence[Mapping[str, Any]] = ()) -> Decimal | None:
    """Percent with one decimal, or None without a valued property.

    A valuation counts before the estimate, the newer before the older. A refinance pays the existing mortgages out, so
    they count only where they stay.
    """
    whole, by_position = values_of(terms, valuations)
    securities = terms.get("securities") or []
    values = (by_position.get(i) or Decimal(s.get("estimated_value") or 0) for i, s in enumerate(securities))
    value = whole or sum(values, Decimal(0))
    if not value or not terms.get("loan_amount"):
        return None
    staying = terms.get("application_type") not in PAYS_OUT
    mortgages = [m for s in securities if staying for m in s.get("existing_mortgages") or []]
    owed = Decimal(terms["loan_amount"]) + sum((Decimal(m.get("balance") or 0) for m in mortgages), Decimal(0))
    return min((owed / value * 100).quantize(Decimal("0.1"), rounding=ROUND_HALF_EVEN), Decimal("99999.9"))


def valued(terms: Mapping[str, Any], valuations: Sequence[Mapping[str, Any]]) -> bool:
    """Everything that secures the loan has a recorded value: as a whole, or one by one."""
    whole, by_position = values_of(terms, valuations)
    count = len(terms.get("securities") or [])
    return whole is not None or (count > 0 and len(by_position) == count)


def values_of(
    terms: Mapping[str, Any], valuations: Sequence[Mapping[str, Any]]
) -> tuple[Decimal | None, dict[int, Decimal]]:
    """(the value of everything together, the value of each security by its position); `valuations` oldest first.

    A valuation of everything is superseded by later ones of each property, and the other way round.
    """
    positions = {address_of(s): i for i, s in enumerate(terms.get("securities") or []) if address_of(s)}
    whole: Decimal | None = None
    by_position: dict[int, Decimal] = {}
    for record in valuations:
        security = record.get("security")
        if security is None:
            whole, by_position = Decimal(record["value"]), {}
            continue
        position = positions.get(security["address"]) if security.get("address") else security["position"]
        if position is not None and position < len(terms.get("securities") or []):
            by_position[position] = Decimal(record["value"])
            whole = None
    return whole, by_position


def address_of(security: Mapping[str, Any]) -> str:
    """A property's address on one line, as valuations store it; empty without one."""
    address = security.get("address") or {}
    parts = (address.get(key) for key in ("street", "city", "state", "postal_code"))
    return ", ".join(str(part) for part in parts if part)
