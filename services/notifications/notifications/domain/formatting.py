"""How things are said: amounts, days and names as people in Australia write them."""

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from lendkit.contracts.choices import STAGE_LABELS

LONGEST = 500


def stage(code: str) -> str:
    return STAGE_LABELS.get(code) or noun(code)


def noun(code: str) -> str:
    """`due_diligence` as people say it."""
    return code.replace("_", " ").capitalize()


def money(text: str) -> str:
    """`$3,016.03`"""
    amount = Decimal(text)
    return f"{'-' if amount < 0 else ''}${abs(amount):,.2f}"


def day(text: str) -> str:
    """`25 December 2026` of a date or an instant."""
    found = date.fromisoformat(text[:10])
    return f"{found.day} {found:%B %Y}"


def days(number: int) -> str:
    return "1 day" if number == 1 else f"{number} days"


def ahead(number: int) -> str:
    """When it will be: `today`, `tomorrow`, `in 7 days`."""
    return {0: "today", 1: "tomorrow"}.get(number) or f"in {days(number)}"


def reference(data: Mapping[str, Any]) -> str:
    return str(data.get("reference_number") or "an application")


def listed(names: Sequence[str], most: int = 3) -> str:
    """`a`, `a and b`, `a, b, c and 4 more`"""
    shown = list(names[:most])
    if len(names) > most:
        shown.append(f"{len(names) - most} more")
    return " and ".join([", ".join(shown[:-1]), shown[-1]] if len(shown) > 1 else shown)


def excerpt(text: str) -> str:
    return text if len(text) <= LONGEST else text[: LONGEST - 1].rstrip() + "…"
