"""What was agreed on a loan, as the JSON that stays with it: its terms, and the rules of the product as they were."""

from collections.abc import Mapping
from dataclasses import asdict, fields
from datetime import date
from decimal import Decimal
from typing import Any

from finance.domain.products import Product
from finance.domain.terms import Draw, Planned, Terms
from lendkit.values.plain import plain

_TERMS_DAYS = ("settlement_date", "first_due_date")
_TERMS_AMOUNTS = ("principal", "annual_rate", "balloon", "lower_rate")


def terms_json(terms: Terms) -> dict[str, Any]:
    found: dict[str, Any] = plain(asdict(terms))
    return found


def terms_of(body: Mapping[str, Any]) -> Terms:
    known = {field.name for field in fields(Terms)}
    given = {name: value for name, value in body.items() if name in known}
    given |= {name: _day(given.get(name)) for name in _TERMS_DAYS}
    given |= {name: _amount(given.get(name)) for name in _TERMS_AMOUNTS}
    given["draws"] = tuple(Draw(date.fromisoformat(d["date"]), Decimal(d["amount"])) for d in body["draws"])
    given["planned"] = tuple(
        Planned(date.fromisoformat(row["due_date"]), Decimal(row["principal"])) for row in body["planned"]
    )
    return Terms(**given)


def rules_json(product: Product) -> dict[str, Any]:
    found: dict[str, Any] = plain(asdict(product))
    return found


def rules_of(body: Mapping[str, Any]) -> Product:
    known = {field.name: str(field.type) for field in fields(Product)}
    given = {name: value for name, value in body.items() if name in known}
    given |= {name: _amount(value) for name, value in given.items() if "Decimal" in known[name]}
    given["allocation_order"] = tuple(body["allocation_order"])
    return Product(**given)


def _day(value: str | None) -> date | None:
    return date.fromisoformat(value) if value else None


def _amount(value: str | None) -> Decimal | None:
    return None if value is None else Decimal(value)
