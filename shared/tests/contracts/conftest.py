"""The sample applications, read as a request body is read: numbers with a point stay exact."""

import json
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

SAMPLES = Path(__file__).parents[3] / "tests" / "samples"


@pytest.fixture(params=sorted(path.stem for path in SAMPLES.glob("*.json")))
def body(request: pytest.FixtureRequest) -> Any:
    """Each sample in turn."""
    return read(request.param)


@pytest.fixture
def sample_body() -> Callable[[str], Any]:
    """One sample by its name."""
    return read


def read(name: str) -> Any:
    return json.loads((SAMPLES / f"{name}.json").read_text(encoding="utf-8"), parse_float=Decimal)
