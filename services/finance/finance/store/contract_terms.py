"""The contract terms of a loan, as the JSON that stays with it: its terms, and the product's rules at settlement."""

from collections.abc import Mapping
from dataclasses import asdict, fields
from datetime import date
from decimal import Decimal
from typing import Any

from finance.domain.schedule.products import Product
from finance.domain.schedule.terms import Draw, PlannedInstalment, Terms
from finance.store import components
from lendkit.values.plain import plain

_TERMS_DAYS = ("settlement_date", "first_due_date")
_TERMS_AMOUNTS = ("principal", "annual_rate", "balloon", "lower_rate")


def terms_to_json(terms: Terms) -> dict[str, Any]:
    return dict(plain(asdict(terms)))


def terms_from_json(body: Mapping[str, Any]) -> Terms:
    known = {field.name for field in fields(Terms)}
    values = {name: value for name, value in body.items() if name in known}
    values |= {name: _day(values.get(name)) for name in _TERMS_DAYS}
    values |= {name: _amount(values.get(name)) for name in _TERMS_AMOUNTS}
    values["draws"] = tuple(Draw(date.fromisoformat(draw["date"]), Decimal(draw["amount"])) for draw in body["draws"])
    values["planned"] = tuple(
        PlannedInstalment(date.fromisoformat(row["due_date"]), Decimal(row["principal"])) for row in body["planned"]
    )
    return Terms(**values)


def rules_to_json(rules: Product) -> dict[str, Any]:
    return dict(plain({**asdict(rules), "allocation_order": components.stored_order(rules.allocation_order)}))


def rules_from_json(body: Mapping[str, Any]) -> Product:
    known = {field.name: str(field.type) for field in fields(Product)}
    values = {name: value for name, value in body.items() if name in known}
    values |= {name: _amount(value) for name, value in values.items() if "Decimal" in known[name]}
    values["allocation_order"] = components.component_order(body["allocation_order"])
    return Product(**values)


def _day(value: str | None) -> date | None:
    return date.fromisoformat(value) if value else None


def _amount(value: str | None) -> Decimal | None:
    return None if value is None else Decimal(value)
