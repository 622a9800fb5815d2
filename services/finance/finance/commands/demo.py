"""Believable products for a developer's machine."""

from typing import Any
from uuid import UUID

from finance.commands import products
from finance.store import products as store
from lendkit.runtime import context
from lendkit.runtime.context import SYSTEM


def load(data: dict[str, Any]) -> None:
    """Create each product of `data["finance"]` that is not there yet."""
    with context.bind(actor=SYSTEM):
        for entry in data["finance"]["products"]:
            id = UUID(entry["id"])
            if not store.exists(id):
                products.keep(id, store.from_json({name: value for name, value in entry.items() if name != "id"}))
