"""Loan to value ratio: what would be owed on the properties, over what they are worth."""

from collections.abc import Mapping
from decimal import ROUND_HALF_EVEN, Decimal
from typing import Any

PAYS_OUT = frozenset({"refinance", "refinance_and_equity_release"})


def lvr(terms: Mapping[str, Any]) -> Decimal | None:
    """Percent with one decimal, or None without a valued property.

    A refinance pays the existing mortgages out, so they count only where they stay.
    """
    securities = terms.get("securities") or []
    value = sum((Decimal(s.get("estimated_value") or 0) for s in securities), Decimal(0))
    if not value or not terms.get("loan_amount"):
        return None
    staying = terms.get("application_type") not in PAYS_OUT
    mortgages = [m for s in securities if staying for m in s.get("existing_mortgages") or []]
    owed = Decimal(terms["loan_amount"]) + sum((Decimal(m.get("balance") or 0) for m in mortgages), Decimal(0))
    return min((owed / value * 100).quantize(Decimal("0.1"), rounding=ROUND_HALF_EVEN), Decimal("99999.9"))
