"""Products. There is no update: a new version of a product is a new product."""

import json
from collections.abc import Mapping
from dataclasses import asdict
from decimal import Decimal
from typing import Any
from uuid import UUID

from finance.domain.schedule.products import ALLOCATION, Product
from finance.store import components
from lendkit.contracts.finance import DEFAULT_PRODUCT_ID
from lendkit.messaging.work import Work
from lendkit.runtime import db
from lendkit.values.plain import plain

STATE = "p.body || jsonb_build_object('id', p.id, 'version', 1, 'name', p.name, 'created_at', p.created_at)"
AMOUNTS = ("balloon", "amount_min", "amount_max", "rate_min", "rate_max", "max_lvr", "default_margin")


def insert(w: Work, id: UUID, product: Product, created_by: Mapping[str, Any]) -> Mapping[str, Any]:
    """The new product's public state."""
    body = {**asdict(product), "allocation_order": components.stored_order(product.allocation_order)}
    return dict(
        w.scalar(
            f"""INSERT INTO product AS p (id, name, body, created_by)
            VALUES (:id, :name, CAST(:body AS jsonb), CAST(:by AS jsonb)) RETURNING {STATE}""",
            {"id": id, "name": product.name, "body": json.dumps(plain(body)), "by": json.dumps(created_by)},
        )
    )


def exists(id: UUID) -> bool:
    return db.scalar("SELECT 1 FROM product WHERE id = :id", {"id": id}) is not None


def load(id: UUID | None) -> Product | None:
    """The product, the default one where none is named; None where there is no such product."""
    body = db.scalar("SELECT body FROM product WHERE id = :id", {"id": id or DEFAULT_PRODUCT_ID})
    return None if body is None else from_json(body)


def from_json(body: Mapping[str, Any]) -> Product:
    """A product from JSON, stored or sent; what it leaves out has its default."""
    amounts = {name: Decimal(body[name]) for name in AMOUNTS if body.get(name) is not None}
    order = components.component_order(body.get("allocation_order") or ALLOCATION)
    return Product(**{**body, **amounts, "allocation_order": order})
