"""The only rounding of money: exact fractions, HALF_EVEN to the cent."""

from decimal import Decimal
from fractions import Fraction

ZERO = Decimal("0.00")


def cent(amount: Fraction) -> Decimal:
    """The exact `amount` rounded once; `round` of a Fraction is HALF_EVEN, and nothing was lost before it."""
    return Decimal(round(amount * 100)).scaleb(-2)
