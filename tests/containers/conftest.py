"""The stack under test, as containers."""

from pathlib import Path

import pytest

from deploy.docker.stack import Stack
from deploy.local.machine.places import Places


@pytest.fixture(scope="session")
def containers(stack_file: Path) -> Stack:
    stack = Stack.of(Places(stack_file.parent))
    assert stack, "this stack does not run in containers: ./dev up --docker"
    return stack
