"""Amounts, rates, dates and names as people in Australia write them: in letters, mails, notifications and problems."""

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any


def dollars(amount: Decimal | str | int) -> str:
    """`"1850000.00"` → `$1,850,000.00`, `"-5"` → `-$5.00`."""
    value = Decimal(str(amount))
    return f"{'-' if value < 0 else ''}${abs(value):,.2f}"


def rate(percent: Decimal | str) -> str:
    """`"8.950"` → `8.95% p.a.`, with two decimals at least."""
    digits = format(Decimal(str(percent)).normalize(), "f")
    whole, _, part = digits.partition(".")
    return f"{whole}.{part.ljust(2, '0')}% p.a."


def day(value: date | str) -> str:
    """`24 November 2026`, of a date or of the text of a date or instant."""
    value = date.fromisoformat(value[:10]) if isinstance(value, str) else value
    return f"{value.day} {value:%B %Y}"


def plural(count: int, noun: str) -> str:
    """`1 day`, `3 days`."""
    return f"{count:,} {noun}" if count == 1 else f"{count:,} {noun}s"


def listed(names: Sequence[str], most: int | None = None) -> str:
    """`a`, `a and b`, `a, b and c`; beyond `most` names, `a, b, c and 4 more`."""
    shown = list(names if most is None else names[:most])
    if len(names) > len(shown):
        shown.append(f"{len(names) - len(shown)} more")
    return " and ".join([", ".join(shown[:-1]), shown[-1]] if len(shown) > 1 else shown)


def label(code: str) -> str:
    """`second_mortgage` → `Second mortgage`."""
    return code.replace("_", " ").capitalize()


def address(parts: Mapping[str, Any] | None) -> str:
    """On one line, without the country where it is Australia."""
    if not parts:
        return ""
    town = " ".join(str(parts[key]) for key in ("city", "state", "postal_code") if parts.get(key))
    country = parts.get("country") or "Australia"
    lines = (parts.get("street"), town, "" if country == "Australia" else country)
    return ", ".join(str(line) for line in lines if line)


def grouped(digits: str | None, groups: Sequence[int]) -> str | None:
    """An ABN (2, 3, 3, 3) or ACN (3, 3, 3) in its groups: `53 004 085 616`."""
    if not digits:
        return None
    parts, at = [], 0
    for length in groups:
        parts.append(digits[at : at + length])
        at += length
    return " ".join(parts)
