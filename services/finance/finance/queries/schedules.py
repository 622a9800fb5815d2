"""Schedules of terms that nobody has agreed on yet."""

from typing import Any

from finance.domain import schedule
from finance.domain.schedule import Instalment, Totals
from finance.domain.terms import Terms
from lendkit.values.money import text


def preview(terms: Terms) -> dict[str, Any]:
    """The instalments and their totals. Raises Invalid where the terms do not go together."""
    made = schedule.make(terms)
    return {"instalments": [_row(row) for row in made.instalments], "totals": _sums(made.totals)}


def _row(row: Instalment) -> dict[str, Any]:
    return {"number": row.number, "due_date": row.due_date, **_sums(row), "balance": text(row.balance)}


def _sums(of: Instalment | Totals) -> dict[str, str]:
    return {name: text(getattr(of, name)) for name in ("principal", "interest", "fees", "amount")}
