"""The system under test, taken by its inside."""

import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import requests

from tests.faults.machine import Machine


@pytest.fixture
def machine(stack: dict[str, Any], stack_file: Path) -> Machine:
    return Machine.of(stack, stack_file.parent)


@pytest.fixture
def await_back(machine: Machine) -> Callable[[], float]:
    """Wait until the broker and every service answer again; how long that took."""
    base, services = machine.stack["base_url"], machine.stack["databases"]

    def answers(service: str) -> int:
        try:
            return requests.get(f"{base}/api/{service}/health/ready/", timeout=5).status_code
        except requests.RequestException:
            return 0

    def wait() -> float:
        began = time.monotonic()
        while not machine.broker_listens() or {answers(service) for service in services} != {200}:
            assert time.monotonic() - began < 60, "not back in a minute"
            time.sleep(0.1)
        return time.monotonic() - began

    return wait
