"""Make a product."""

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from finance.domain import products as domain
from finance.domain.products import Product
from finance.store import products as store
from lendkit import context
from lendkit.identifiers import uuid7
from lendkit.work import work


def create(data: Mapping[str, Any]) -> dict[str, Any]:
    """The new product's state. Raises Invalid where its rules contradict each other."""
    given = {name: value for name, value in data.items() if value is not None}
    product = Product(**given)
    domain.check(product)
    with work() as w:
        return store.insert(w, uuid7(), asdict(product), context.actor().as_ref())
