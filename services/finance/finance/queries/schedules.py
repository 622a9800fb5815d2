"""The schedule that terms would have, before there is a loan."""

from typing import Any

from finance.domain.schedule.amortisation import Instalment, Totals, amortise
from finance.domain.schedule.terms import Terms
from lendkit.values.money import text


def preview(terms: Terms) -> dict[str, Any]:
    """The instalments and their totals. Raises Invalid where the terms can't be combined."""
    schedule = amortise(terms)
    return {"instalments": [_row(row) for row in schedule.instalments], "totals": _amounts(schedule.totals)}


def _row(row: Instalment) -> dict[str, Any]:
    return {"number": row.number, "due_date": row.due_date, **_amounts(row), "balance": text(row.balance)}


def _amounts(of: Instalment | Totals) -> dict[str, str]:
    return {name: text(getattr(of, name)) for name in ("principal", "interest", "fees", "amount")}
