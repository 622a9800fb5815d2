"""Amounts, rates, dates and names as a letter says them."""

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from lendkit.contracts.choices import FEE_TYPES

FREQUENCIES = {
    "weekly": "weekly",
    "fortnightly": "fortnightly",
    "monthly": "monthly",
    "quarterly": "quarterly",
    "half_yearly": "half-yearly",
    "yearly": "yearly",
    "at_maturity": "at the end of the term",
}
FEES = {"line": "Line fee", "due_diligence": "Due diligence fee", "account": "Account-keeping fee"}
LOANS = {"smsf": "SMSF loan", "equity_release": "Equity release", "second_mortgage": "Second mortgage loan"}


def dollars(amount: Any) -> str:
    """`"1850000.00"` → `$1,850,000.00`, `"-5"` → `-$5.00`."""
    value = Decimal(str(amount))
    return f"{'-' if value < 0 else ''}${abs(value):,.2f}"


def rate(percent: Any) -> str:
    """`"8.950"` → `8.95% p.a.`, with two decimals at least."""
    digits = format(Decimal(str(percent)).normalize(), "f")
    whole, _, part = digits.partition(".")
    return f"{whole}.{part.ljust(2, '0')}% p.a."


def months(count: int) -> str:
    return "1 month" if count == 1 else f"{count} months"


def day(value: date) -> str:
    """`24 November 2026`."""
    return f"{value.day} {value:%B %Y}"


def iso_day(value: str | None) -> str | None:
    return None if value is None else day(date.fromisoformat(value[:10]))


def words(code: str) -> str:
    """`second_mortgage` → `Second mortgage`."""
    return code.replace("_", " ").capitalize()


def fee(code: str) -> str:
    """`legal` → `Legal fee`."""
    return FEES.get(code) or (words(code) if code == "other" else f"{words(code)} fee")


def deduction(code: str) -> str:
    """A fee, or something else that is kept back of a loan: `prepaid_interest` → `Prepaid interest`."""
    return fee(code) if code in FEE_TYPES else words(code)


def address(given: Mapping[str, Any] | None) -> str:
    """On one line, without a country where it is ours."""
    if not given:
        return ""
    town = " ".join(str(given[key]) for key in ("city", "state", "postal_code") if given.get(key))
    country = given.get("country") or "Australia"
    return ", ".join(part for part in (given.get("street"), town, "" if country == "Australia" else country) if part)


def number(digits: str | None, groups: Sequence[int]) -> str | None:
    """An ABN or ACN in its groups: `53 004 085 616`."""
    if not digits:
        return None
    parts, at = [], 0
    for length in groups:
        parts.append(digits[at : at + length])
        at += length
    return " ".join(parts)


def party(given: Mapping[str, Any]) -> str:
    """`Bellbird Projects Pty Ltd (ACN 004 085 616)`."""
    acn, abn = number(given.get("acn"), (3, 3, 3)), number(given.get("abn"), (2, 3, 3, 3))
    known = f"ACN {acn}" if acn else f"ABN {abn}" if abn else ""
    trustee = f" as trustee for {given['name']}" if given.get("trustee_name") else ""
    name = f"{given['trustee_name']}{trustee}" if trustee else str(given["name"])
    return f"{name} ({known})" if known else name


def listed(parts: Sequence[str]) -> str:
    """`a, b and c`."""
    return " and ".join(part for part in (", ".join(parts[:-1]), parts[-1] if parts else "") if part)
