"""Amounts of Australian dollars: Decimal in memory, text on the wire, integer cents in the ledger, never a float."""

import re
from decimal import ROUND_HALF_EVEN, Decimal, InvalidOperation
from typing import Any

CENT = Decimal("0.01")
LARGEST = Decimal("1000000000000.00")  # a million millions: more than any loan, less than any overflow
DIGITS = 30
_AMOUNT = re.compile(r"-?[0-9]{1,15}(\.[0-9]{1,20})?", re.ASCII)


def parse(value: Any) -> Decimal:
    """An amount that is exact to the cent, from text or a JSON number; raises ValueError, never rounds."""
    if isinstance(value, bool) or not isinstance(value, (str, int, Decimal)):
        raise ValueError("Enter an amount like 500000.00.")
    text_ = value.strip() if isinstance(value, str) else _plain(value)
    if not _AMOUNT.fullmatch(text_):
        raise ValueError("Enter an amount like 500000.00.")
    amount = Decimal(text_)
    if amount.is_zero() and amount.is_signed():
        raise ValueError("Enter an amount like 500000.00.")
    if amount != amount.quantize(CENT):
        raise ValueError("Enter dollars and whole cents.")
    if abs(amount) > LARGEST:
        raise ValueError("This amount is too large.")
    return amount.quantize(CENT)


def text(amount: Decimal) -> str:
    """`Decimal("500000")` → `"500000.00"`; raises ValueError when the amount is not exact to the cent."""
    return format(from_cents(cents(amount)), "f")


def cents(amount: Decimal) -> int:
    """Integer cents; raises ValueError when the amount is not exact to the cent."""
    scaled = amount * 100
    if scaled != scaled.to_integral_value():
        raise ValueError("not exact to the cent")
    return int(scaled)


def from_cents(value: int) -> Decimal:
    return Decimal(value).scaleb(-2)


def round_half_even(amount: Decimal) -> Decimal:
    """The house's one rounding mode, used only where finance says so."""
    return amount.quantize(CENT, rounding=ROUND_HALF_EVEN)


def _plain(value: int | Decimal) -> str:
    if isinstance(value, Decimal) and value.is_finite() and abs(value.adjusted()) > DIGITS:
        raise ValueError("Not an amount.")  # written out, 1E+999999999 would be a billion characters
    try:
        return format(value, "f") if isinstance(value, Decimal) else str(value)
    except (InvalidOperation, ValueError) as exc:
        raise ValueError("Not an amount.") from exc
