"""Make a product."""

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any
from uuid import UUID

from finance.domain import products as domain
from finance.domain.products import Product
from finance.store import products as store
from lendkit.messaging.work import work
from lendkit.runtime import context
from lendkit.values.identifiers import uuid7


def create(data: Mapping[str, Any]) -> dict[str, Any]:
    """The new product's state. Raises Invalid where its rules contradict each other."""
    return keep(uuid7(), Product(**{name: value for name, value in data.items() if value is not None}))


def keep(id: UUID, product: Product) -> dict[str, Any]:
    domain.check(product)
    with work() as w:
        return store.insert(w, id, asdict(product), context.actor().as_ref())
