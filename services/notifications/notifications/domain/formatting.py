"""What notifications write in their own way; amounts, dates and lists are `lendkit.values.en_au`."""

from collections.abc import Mapping
from typing import Any

from lendkit.contracts.choices import STAGE_LABELS
from lendkit.values.en_au import label, plural

LONGEST_EXCERPT = 500


def stage(code: str) -> str:
    return STAGE_LABELS.get(code) or label(code)


def due_in(days: int) -> str:
    """`today`, `tomorrow`, `in 7 days`."""
    return {0: "today", 1: "tomorrow"}.get(days) or f"in {plural(days, 'day')}"


def reference(data: Mapping[str, Any]) -> str:
    """The application's reference number, where it is known."""
    return str(data.get("reference_number") or "an application")


def excerpt(text: str) -> str:
    return text if len(text) <= LONGEST_EXCERPT else text[: LONGEST_EXCERPT - 1].rstrip() + "…"
