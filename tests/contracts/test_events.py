"""Every published event from both sides: its owner writes it, it fits its schema, and its readers are tested on it."""

import ast
import importlib
import importlib.util
import json
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from deploy.local.machine.service_list import SERVICES
from lendkit.contracts import CATALOGUE, Event, sample, schema_file, validate
from lendkit.contracts.publish import breaking

ROOT = Path(__file__).parents[2]
FACTS = sorted(type for type in CATALOGUE if not type.endswith(".heartbeat.v1"))


@cache
def named(owner: str) -> list[re.Pattern[str]]:
    """The event types that a service's sources write down, f-strings included: each as a pattern."""
    patterns = (pattern for pattern in strings(owner) if pattern.pattern.startswith(owner))
    return [pattern for pattern in patterns if pattern.pattern.endswith(r"\.v1")]


def strings(owner: str) -> Iterator[re.Pattern[str]]:
    for file in (ROOT / "services" / owner / owner).rglob("*.py"):
        if file.name == "consumers.py":
            continue
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                yield re.compile(re.escape(node.value))
            elif isinstance(node, ast.JoinedStr):
                parts = (re.escape(str(each.value)) if isinstance(each, ast.Constant) else ".+" for each in node.values)
                yield re.compile("".join(parts))


@pytest.mark.parametrize("type", FACTS)
def test_its_owner_writes_it(type: str) -> None:
    owner = CATALOGUE[type].owner
    assert any(pattern.fullmatch(type) for pattern in named(owner)), f"nothing in {owner} emits {type}"


@pytest.mark.parametrize("type", sorted(CATALOGUE))
def test_its_sample_fits_its_schema_and_may_grow(type: str) -> None:
    wire = sample(type)
    event = Event.from_wire({**wire, "later": 1, "data": {**wire["data"], "added_later": [1]}})
    validate(event)
    Draft202012Validator.check_schema(json.loads(schema_file(type).read_text(encoding="utf-8")))


@pytest.mark.parametrize("type", FACTS)
def test_a_schema_that_loses_a_field_is_refused(type: str) -> None:
    old: dict[str, Any] = json.loads(schema_file(type).read_text(encoding="utf-8"))
    for name in old["properties"]:
        left = {key: value for key, value in old["properties"].items() if key != name}
        new = {**old, "properties": left, "required": [key for key in old.get("required", []) if key != name]}
        assert f"/{name} was removed" in list(breaking(old, new))


@pytest.mark.parametrize("service", SERVICES)
def test_whoever_listens_is_tested_on_the_samples(service: str) -> None:
    listens = importlib.util.find_spec(f"{service}.consumers") is not None
    tested = (ROOT / "services" / service / "tests" / "consumers" / "test_published_events.py").exists()
    assert tested == listens
