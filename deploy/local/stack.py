"""The stack for fixtures: `stack.up(folder)` answers what `stack.json` says, `stack.down(folder)` ends it."""

import subprocess
from pathlib import Path
from typing import Any

from deploy.local import stackfile
from deploy.local.places import ROOT, Places
from deploy.local.steps import PYTHON


def up(data: Path, *, fresh: bool = True, spa: bool = False) -> dict[str, Any]:
    """Bring up a stack in `data` and wait until it is ready; raises RuntimeError with what it said when it is not."""
    flags = [*(["--fresh"] if fresh else []), *([] if spa else ["--no-spa"])]
    _verb("up", data, "--detach", *flags)
    return stackfile.read(Places.of(data))


def down(data: Path) -> None:
    _verb("down", data)


def _verb(verb: str, data: Path, *flags: str) -> None:
    command = [PYTHON, "-m", "deploy.local", verb, "--data", str(data), *flags]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    if done.returncode:
        raise RuntimeError(f"./dev {verb} failed:\n{done.stdout}{done.stderr}")
