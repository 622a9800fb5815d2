"""Rows of `product`. There is no update: a new version of a product is a new product."""

import json
from collections.abc import Mapping
from decimal import Decimal
from typing import Any
from uuid import UUID

from finance.domain.products import ALLOCATION, Product
from lendkit.contracts.finance import DEFAULT_PRODUCT_ID
from lendkit.messaging.work import Work
from lendkit.runtime import db
from lendkit.values.errors import NotFound
from lendkit.values.plain import plain

STATE = "p.body || jsonb_build_object('id', p.id, 'version', 1, 'name', p.name, 'created_at', p.created_at)"
AMOUNTS = ("balloon", "amount_min", "amount_max", "rate_min", "rate_max", "max_lvr", "default_margin")


def insert(w: Work, id: UUID, body: Mapping[str, Any], created_by: Mapping[str, Any]) -> dict[str, Any]:
    """The new product's state."""
    row = w.one(
        f"""INSERT INTO product AS p (id, name, body, created_by)
        VALUES (:id, :name, CAST(:body AS jsonb), CAST(:by AS jsonb)) RETURNING {STATE} AS state""",
        {"id": id, "name": body["name"], "body": json.dumps(plain(body)), "by": json.dumps(created_by)},
    )
    assert row is not None
    return dict(row.state)


def load(id: UUID | None) -> Product:
    """The product, the default one where none is named; raises NotFound."""
    body = db.scalar("SELECT body FROM product WHERE id = :id", {"id": id or DEFAULT_PRODUCT_ID})
    if body is None:
        raise NotFound("There is no such product.")
    return of_json(body)


def of_json(body: Mapping[str, Any]) -> Product:
    """A product from its JSON; what the JSON does not say has its default."""
    amounts = {name: Decimal(body[name]) for name in AMOUNTS if body.get(name) is not None}
    order = tuple(body.get("allocation_order") or ALLOCATION)
    return Product(**{**body, **amounts, "allocation_order": order})
