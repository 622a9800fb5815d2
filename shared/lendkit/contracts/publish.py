"""Write the event schemas and the AsyncAPI document: `python -m lendkit.contracts.publish [--check]`.

Consumers rely on the committed files. A change that would break a consumer is refused, with a line for each break.
"""

import json
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from apispec import APISpec
from apispec.ext.marshmallow import MarshmallowPlugin

from lendkit.contracts import CATALOGUE, FOLDER, schema_file
from lendkit.contracts.catalogue import EventType

DRAFT = "https://json-schema.org/draft/2020-12/schema"
WALKED = {"properties", "required", "items"}
ANNOTATIONS = {"$schema", "$id", "$comment", "title", "description", "example", "examples", "default", "deprecated"}


def main(argv: list[str]) -> int:
    """0 when everything is written (with --check: up to date), else 1 with a line for each reason."""
    files = {schema_file(event.type): _schema_of(event) for event in CATALOGUE.values()}
    files[FOLDER / "asyncapi.json"] = asyncapi()
    gone = [f"{path.stem}: no longer in the catalogue" for path in _committed() if path not in files]
    breaks = [*gone, *(f"{path.stem}: {reason}" for path, new in files.items() for reason in _breaks(path, new))]
    stale = [path.name for path, content in files.items() if _on_disk(path) != content]
    if breaks:
        print("These changes would break consumers. Publish a v2 instead:", *breaks, sep="\n  ")
        return 1
    if "--check" in argv:
        print(*(f"{name} is out of date: run ./dev contracts" for name in stale), sep="\n", end="\n" if stale else "")
        return 1 if stale else 0
    for path, content in files.items():
        path.parent.mkdir(exist_ok=True)
        path.write_text(json.dumps(content, indent=1, sort_keys=True) + "\n", encoding="utf-8")
    return 0


def breaking(old: Mapping[str, Any], new: Mapping[str, Any], at: str = "") -> Iterator[str]:
    """Each change from `old` to `new` that would break a consumer or a producer of `old`."""
    was, now = old.get("properties", {}), new.get("properties", {})
    for name in sorted(set(was) - set(now)):
        yield f"{at}/{name} was removed"
    for name in sorted(set(old.get("required", [])) - set(new.get("required", []))):
        yield f"{at}/{name} is no longer required"
    for name in sorted(set(new.get("required", [])) - set(old.get("required", []))):
        yield f"{at}/{name} became required"
    for name in sorted(set(was) & set(now)):
        yield from breaking(was[name], now[name], f"{at}/{name}")
    for word in sorted((set(old) | set(new)) - WALKED - ANNOTATIONS):
        if _values(old, word) != _values(new, word):
            yield f"{at or '/'}: {word} changed from {old.get(word)} to {new.get(word)}"
    if "items" in old or "items" in new:
        yield from breaking(old.get("items", {}), new.get("items", {}), f"{at}/[]")


def asyncapi() -> dict[str, Any]:
    """AsyncAPI 3.0: one channel that carries every event type."""
    messages = {
        event.type: {
            "name": event.type,
            "summary": event.summary,
            "contentType": "application/cloudevents+json",
            "x-classification": event.classification,
            "payload": {"type": "object", "properties": {"data": _schema_of(event)}},
        }
        for event in CATALOGUE.values()
    }
    return {
        "asyncapi": "3.0.0",
        "info": {
            "title": "Lend events",
            "version": "1",
            "description": "CloudEvents 1.0 in JSON. The routing key is the event's type. An event is delivered at"
            " least once, and in order for each subject. Within v1 fields are only added.",
        },
        "channels": {
            "events": {
                "address": "lend.events",
                "description": "One topic exchange; each service binds its queue to the types it handles.",
                "messages": messages,
            }
        },
        "operations": {
            "receive": {
                "action": "receive",
                "summary": "Receive events by type.",
                "channel": {"$ref": "#/channels/events"},
            }
        },
    }


def _schema_of(event: EventType) -> dict[str, Any]:
    plugin = MarshmallowPlugin(schema_name_resolver=lambda _: "")
    APISpec("events", "1", "3.1.0", plugins=[plugin])
    assert plugin.converter is not None
    schema = _open(plugin.converter.schema2jsonschema(event.schema()))  # type: ignore[no-untyped-call]
    return {"$schema": DRAFT, "$id": event.type, "title": event.summary, **schema}


def _open(schema: dict[str, Any]) -> dict[str, Any]:
    """Plain JSON that allows additional properties at every level."""
    opened: dict[str, Any] = json.loads(json.dumps(schema))
    for part in _objects(opened):
        part.pop("additionalProperties", None)
    return opened


def _objects(node: Any) -> Iterator[dict[str, Any]]:
    if isinstance(node, dict):
        yield node
        for value in node.values():
            yield from _objects(value)
    elif isinstance(node, list):
        for value in node:
            yield from _objects(value)


def _values(schema: Mapping[str, Any], word: str) -> Any:
    """A keyword's value; lists are sorted, because their order has no meaning. Within v1 a value may neither widen,
    which breaks old readers, nor narrow, which breaks old writers."""
    value = schema.get(word)
    return sorted(json.dumps(item, sort_keys=True) for item in value) if isinstance(value, list) else value


def _committed() -> list[Path]:
    return sorted(schema_file("").parent.glob("*.json"))


def _breaks(path: Path, new: dict[str, Any]) -> list[str]:
    old = _on_disk(path)
    return list(breaking(old, new)) if old and path.parent.name == "schemas" else []


def _on_disk(path: Path) -> dict[str, Any] | None:
    return json.loads(path.read_text(encoding="utf-8")) if path.exists() else None


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
