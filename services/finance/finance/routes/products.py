"""Products: list, read, create. They never change: a new version is a new product."""

from typing import Any
from uuid import UUID

from flask import Response

from finance.commands import products as commands
from finance.queries import products as queries
from finance.schemas.products import Product, ProductFilter, ProductPage, ProductShape
from lendkit.values.errors import existing
from lendkit.web.access import permission
from lendkit.web.blueprint import blueprint
from lendkit.web.idempotency import Answer, once
from lendkit.web.responses import json_text

blp = blueprint("finance", "products")


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
@once("POST products")
def create(body: dict[str, Any]) -> Answer:
    return Answer(201, commands.create(body), 1)


@blp.get("/products/<uuid:id>/")
@blp.response(200, Product)
@blp.doc(operationId="getProduct")
@permission("finance.read")
def read(id: UUID) -> Response:
    return json_text(existing(queries.one(id), "Product not found"), version=1)
