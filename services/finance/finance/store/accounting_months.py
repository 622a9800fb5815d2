"""Closed accounting months (table `period`): PostgreSQL refuses a journal that is booked into one."""

import json
from collections.abc import Mapping
from datetime import date
from typing import Any

from lendkit.messaging.work import Work


def close(w: Work, month: date, closed_by: Mapping[str, Any]) -> bool:
    """False where the month was closed before. `month` is its first day."""
    inserted = w.execute(
        "INSERT INTO period (month, closed_by) VALUES (:month, CAST(:by AS jsonb)) ON CONFLICT DO NOTHING",
        {"month": month, "by": json.dumps(closed_by)},
    )
    return inserted.rowcount > 0
