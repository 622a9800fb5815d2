"""Believable products for a developer's machine."""

from typing import Any
from uuid import UUID

from finance.commands import products
from finance.store.products import of_json
from lendkit.runtime import context, db
from lendkit.runtime.context import SYSTEM


def load(data: dict[str, Any]) -> None:
    """Make each product of `data["finance"]` that is not there yet."""
    with context.bind(actor=SYSTEM):
        for entry in data["finance"]["products"]:
            id = UUID(entry["id"])
            if db.one("SELECT 1 FROM product WHERE id = :id", {"id": id}) is None:
                products.keep(id, of_json({name: value for name, value in entry.items() if name != "id"}))
