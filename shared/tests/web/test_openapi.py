"""The document that clients are made from."""

from typing import Any

import pytest
from flask import Flask
from openapi_spec_validator import validate

from lendkit.web.app import spec


@pytest.fixture
def document(plain_app: Flask) -> dict[str, Any]:
    return spec(plain_app)


def test_is_valid_openapi_3_1(document: dict[str, Any]) -> None:
    assert document["openapi"] == "3.1.0"
    validate(document)


def test_is_served_without_a_token(plain_app: Flask, document: dict[str, Any]) -> None:
    answer = plain_app.test_client().get("/api/auth/openapi.json")
    assert answer.status_code == 200
    assert answer.get_json() == document


def test_there_is_no_page_of_documentation(plain_app: Flask) -> None:
    paths = {rule.rule for rule in plain_app.url_map.iter_rules() if "GET" in (rule.methods or set())}
    assert not {path for path in paths if any(word in path for word in ("docs", "swagger", "redoc", "rapidoc"))}


def test_operations_have_the_names_they_were_given(document: dict[str, Any]) -> None:
    loans = document["paths"]["/api/auth/loans/"]
    assert (loans["get"]["operationId"], loans["post"]["operationId"]) == ("listLoans", "createLoan")


def test_money_is_text(document: dict[str, Any]) -> None:
    assert document["components"]["schemas"]["LoanInput"]["properties"]["amount"]["type"] == "string"


def test_the_token_is_a_bearer_token(document: dict[str, Any]) -> None:
    (scheme,) = document["components"]["securitySchemes"].values()
    assert (scheme["type"], scheme["scheme"]) == ("http", "bearer")
    assert document["security"]


def test_errors_are_problems(document: dict[str, Any]) -> None:
    response = document["components"]["responses"]["DEFAULT_ERROR"]
    assert list(response["content"]) == ["application/problem+json"]
    schema = response["content"]["application/problem+json"]["schema"]
    described = document["components"]["schemas"][schema["$ref"].rsplit("/", 1)[1]]["properties"]
    assert described["code"]["type"] == "string" and described["status"]["type"] == "integer"
    assert {"type", "title", "detail", "errors", "missing", "request_id"} <= set(described)


def test_the_422_of_a_route_is_a_problem(document: dict[str, Any]) -> None:
    response = document["paths"]["/api/auth/loans/"]["post"]["responses"]["422"]
    name = response.get("$ref", "").rsplit("/", 1)[-1]
    found = document["components"]["responses"][name] if name else response
    assert list(found["content"]) == ["application/problem+json"]
