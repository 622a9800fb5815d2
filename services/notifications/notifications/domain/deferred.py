"""Notifications that wait for a user's own threshold: more days in a stage, or fewer days before a repayment."""

from collections.abc import Mapping
from typing import Any

from notifications.domain.rules import reminder_type


def days_too_early(kind: str, data: Mapping[str, Any], threshold: int | None) -> int:
    """How many days before the user's threshold this reminder comes; 0 where it is to be sent now."""
    days = data.get("days")
    if threshold is None or days is None:
        return 0
    if kind == "stage_stale":
        return max(0, threshold - int(days))
    return max(0, int(days) - threshold) if reminder_type(data) == "repayment" else 0
