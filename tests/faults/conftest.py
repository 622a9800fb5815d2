"""What the faults are made with."""

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


@pytest.fixture
def dev(stack_file: Path) -> Callable[..., int]:
    """`./dev VERB` on the stack under test; its exit code."""

    def run(*words: str) -> int:
        command = [sys.executable, "-m", "deploy.local", *words, "--data", str(stack_file.parent)]
        return subprocess.run(command, cwd=ROOT, check=False, stdout=subprocess.DEVNULL).returncode

    return run
