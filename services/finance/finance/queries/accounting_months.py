"""Accounting months: what was booked in each, and which are closed."""

from typing import Any

from lendkit.runtime import db

_ITEMS = """
SELECT jsonb_build_object('month', to_char(m.month, 'YYYY-MM'), 'closed_at', p.closed_at, 'closed_by', p.closed_by,
  'journals', m.journals) AS body
FROM (
  SELECT month, sum(journals)::integer AS journals FROM (
    SELECT date_trunc('month', booked_on)::date AS month, count(*) AS journals FROM journal_entry GROUP BY 1
    UNION ALL SELECT month, 0 FROM period) x GROUP BY month) m
LEFT JOIN period p ON p.month = m.month ORDER BY m.month DESC
"""


def find() -> dict[str, Any]:
    """Every month that has journals or was closed, the newest first."""
    items = [row.body for row in db.all(_ITEMS)]
    return {"items": items, "next": None, "total": len(items)}


def one(month: str) -> dict[str, Any]:
    """A month (`2026-11`) that has journals or was closed."""
    return next(item for item in find()["items"] if item["month"] == month)
