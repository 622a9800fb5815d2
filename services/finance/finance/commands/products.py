"""Create a product, or name one."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from finance.domain.schedule import products as rules
from finance.domain.schedule.products import Product
from finance.store import products
from lendkit.messaging.work import work
from lendkit.runtime import context
from lendkit.values.errors import Invalid
from lendkit.values.identifiers import uuid7


def create(data: Mapping[str, Any]) -> Mapping[str, Any]:
    """The new product's state. Raises Invalid where its rules contradict each other."""
    return keep(uuid7(), products.from_json({name: value for name, value in data.items() if value is not None}))


def keep(id: UUID, product: Product) -> Mapping[str, Any]:
    """The state of the product under this id. Raises Invalid where its rules contradict each other."""
    rules.check(product)
    with work() as w:
        return products.insert(w, id, product, context.actor().as_ref())


def named(id: UUID | None) -> Product:
    """The product that a request names, or the default one. Raises Invalid at `/product_id`."""
    product = products.load(id)
    if product is None:
        raise Invalid({"/product_id": ["Product not found"]})
    return product
