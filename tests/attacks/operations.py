"""What can be asked of the product: every operation of every service's OpenAPI document, with the shape of its body."""

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[2]
SERVICES = ("auth", "applications", "parties", "finance", "documents", "notifications", "reports")
METHODS = ("get", "post", "put", "patch", "delete")
JSON, FORM = "application/json", "multipart/form-data"


@dataclass(frozen=True)
class Operation:
    """`body` is the JSON schema of its body with all references followed, None where it takes no JSON."""

    service: str
    method: str
    path: str
    id: str
    query: tuple[str, ...]
    takes: str | None
    body: Mapping[str, Any] | None = field(hash=False, compare=False)

    def __str__(self) -> str:
        return self.id

    def at(self, ids: Mapping[str, str]) -> str:
        """Its path with the parameters filled in."""
        return re.sub(r"\{(\w+)\}", lambda match: ids[match[1]], self.path)

    @property
    def parameters(self) -> list[str]:
        return re.findall(r"\{(\w+)\}", self.path)

    @property
    def is_list(self) -> bool:
        return self.method == "GET" and "cursor" in self.query


@dataclass(frozen=True)
class Place:
    """One field of a body: its JSON pointer as a tuple, a list standing for its first item, and its schema."""

    path: tuple[str | int, ...]
    schema: Mapping[str, Any] = field(hash=False, compare=False)

    @property
    def pointer(self) -> str:
        return "/" + "/".join(map(str, self.path))

    def body_with(self, value: Any) -> Any:
        """A body that has this field and nothing else."""
        for key in reversed(self.path):
            value = [value] if isinstance(key, int) else {key: value}
        return value


def document(service: str) -> dict[str, Any]:
    text = (ROOT / "frontend" / "openapi" / f"{service}.json").read_text(encoding="utf-8")
    document: dict[str, Any] = json.loads(text)
    return document


def operations(*, internal: bool = False) -> list[Operation]:
    return [
        _operation(service, method.upper(), path, item[method], document_)
        for service in SERVICES
        for document_ in [document(service)]
        for path, item in document_["paths"].items()
        for method in METHODS
        if method in item and path.startswith("/internal/") == internal
    ]


def _operation(
    service: str, method: str, path: str, described: Mapping[str, Any], whole: Mapping[str, Any]
) -> Operation:
    parameters = [_followed(parameter, whole) for parameter in described.get("parameters", [])]
    content = described.get("requestBody", {}).get("content", {})
    takes = next(iter(content), None)
    return Operation(
        service,
        method,
        path,
        described["operationId"],
        tuple(parameter["name"] for parameter in parameters if parameter["in"] == "query"),
        takes,
        _followed(content[JSON]["schema"], whole) if takes == JSON else None,
    )


def _followed(schema: Any, whole: Mapping[str, Any]) -> Any:
    """With `$ref` replaced by what it points at; no shape of ours holds itself."""
    if isinstance(schema, list):
        return [_followed(part, whole) for part in schema]
    if not isinstance(schema, Mapping):
        return schema
    if "$ref" in schema:
        node: Any = whole
        for name in schema["$ref"].removeprefix("#/").split("/"):
            node = node[name]
        return _followed(node, whole)
    return {key: _followed(value, whole) for key, value in schema.items()}


def objects(schema: Mapping[str, Any], at: tuple[str | int, ...] = ()) -> Iterator[Place]:
    """The body itself, and every object inside of it."""
    shape = _object(schema)
    if shape is not None:
        yield Place(at, shape)
        for name, inner in shape.get("properties", {}).items():
            yield from objects(inner, (*at, name))
    items = _items(schema)
    if items is not None:
        yield from objects(items, (*at, 0))


def fields(schema: Mapping[str, Any]) -> Iterator[Place]:
    """Every field that holds a plain value, at any depth."""
    for place in objects(schema):
        for name, inner in place.schema.get("properties", {}).items():
            items = _items(inner)
            path = (*place.path, name) if items is None else (*place.path, name, 0)
            inner = inner if items is None else items
            if _object(inner) is None and not inner.get("readOnly"):
                yield Place(path, inner)


def _object(schema: Mapping[str, Any]) -> Mapping[str, Any] | None:
    return next(
        (choice for choice in _choices(schema) if choice.get("type") == "object" and choice.get("properties")), None
    )


def _items(schema: Mapping[str, Any]) -> Mapping[str, Any] | None:
    for choice in _choices(schema):
        if "array" in _types(choice):
            return dict(choice.get("items", {}))
    return None


def _choices(schema: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    """The schema and what it is one of, which is how `or null` is written down."""
    return [schema, *(inner for word in ("anyOf", "oneOf", "allOf") for inner in schema.get(word, []))]


def _types(schema: Mapping[str, Any]) -> list[str]:
    types = schema.get("type", [])
    return [types] if isinstance(types, str) else list(types)


def kind_of(schema: Mapping[str, Any]) -> str:
    """`decimal`, `date`, `uuid`, `choice`, `integer`, `boolean` or `text`."""
    format = schema.get("format")
    if schema.get("enum"):
        return "choice"
    if format in ("decimal", "date", "uuid"):
        return str(format)
    kinds = [kind for kind in _types(schema) if kind != "null"]
    return {"string": "text"}.get(kinds[0], kinds[0]) if kinds else "anything"
