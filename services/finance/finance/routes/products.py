"""Products: list, read, make. There is no change: a new version is a new product."""

import json
from typing import Any
from uuid import UUID

from flask import Response

from finance.commands import products as commands
from finance.queries import products as queries
from finance.schemas.products import Product, ProductFilter, ProductPage, ProductShape
from lendkit.values.errors import NotFound
from lendkit.values.plain import plain
from lendkit.web import idempotency
from lendkit.web.access import internal, permission
from lendkit.web.blueprint import blueprint
from lendkit.web.responses import json_text

blp = blueprint("finance", "products")
published = blueprint("finance", "products", internal=True)


@blp.get("/products/")
@blp.arguments(ProductFilter, location="query")
@blp.response(200, ProductPage)
@blp.doc(operationId="listProducts")
@permission("finance.read")
def find(args: dict[str, Any]) -> Response:
    return json_text(queries.find(args))


@blp.post("/products/")
@blp.arguments(ProductShape)
@blp.response(201, Product)
@blp.doc(operationId="createProduct")
@permission("finance.products")
def create(body: dict[str, Any]) -> Response:
    return idempotency.run_once("POST products", body, lambda: (201, json.dumps(plain(commands.create(body))), 1))


@blp.get("/products/<uuid:id>/")
@blp.response(200, Product)
@blp.doc(operationId="getProduct")
@permission("finance.read")
def read(id: UUID) -> Response:
    found = queries.one(id)
    if found is None:
        raise NotFound()
    return json_text(found, version=1)


@published.get("/products/<uuid:id>/")
@published.doc(operationId="publishedProduct")
@internal
def record(id: UUID) -> Response:
    """For the copies that other services keep."""
    found = queries.published(id)
    if found is None:
        raise NotFound()
    return json_text(found)
