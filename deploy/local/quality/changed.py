"""What a change needs to have tested: git's list of files, and the suites and checks that each of them touches."""

import subprocess
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import PurePosixPath

from deploy.local.machine.places import ROOT
from deploy.local.machine.service_list import SERVICES
from deploy.local.quality.suites import ON_STACK, OWNERS, WITHOUT_STACK, owner_of

_EVERY_SERVICE = tuple(f"services/{service}" for service in SERVICES)
# What stands at the root and decides how everything is run.
_FOR_ALL = ("pyproject.toml", "conftest.py", "requirements.txt", "dev")


@dataclass
class Plan:
    """`paths` go to pytest, `sources` to the linters; `contracts` and `frontend` are other steps."""

    paths: list[str] = field(default_factory=list)
    sources: list[str] = field(default_factory=list)
    contracts: bool = False
    frontend: bool = False

    def add(self, *suites: str) -> None:
        self.paths += [suite for suite in suites if suite not in self.paths]


def files(base: str = "HEAD") -> list[str]:
    """What differs from `base` in the working tree, and what git does not know yet."""
    changed = _git("diff", "--name-only", base, "--")
    return sorted({*changed, *_git("ls-files", "--others", "--exclude-standard")})


def plan(changed: Iterable[str]) -> Plan:
    result = Plan()
    for file in changed:
        if file.endswith(".py") and (ROOT / file).exists():
            result.sources.append(file)
        _touch(result, file)
    whole = [path for path in result.paths if not path.endswith(".py")]
    result.paths = [path for path in result.paths if path in whole or owner_of(path) not in whole]
    return result


def _touch(result: Plan, file: str) -> None:
    name, top = PurePosixPath(file).name, file.split("/")[0]
    owner = owner_of(file)
    if name.startswith("test_") and name.endswith(".py") and owner is not None:
        result.add(*([file] if (ROOT / file).exists() else []))
    elif file in _FOR_ALL:
        result.add(*OWNERS)
    elif file.startswith("shared/lendkit/"):
        result.contracts = True
        result.add("shared", *_EVERY_SERVICE, *WITHOUT_STACK)
    elif owner in _EVERY_SERVICE:
        result.contracts = True
        result.add(str(owner), *WITHOUT_STACK)
    elif top == "frontend":
        result.frontend = True
    elif top == "tests":
        result.add(*([owner] if owner else [*WITHOUT_STACK, *ON_STACK]))
    elif owner is not None:
        result.contracts = result.contracts or "rabbitmq" in file
        result.add(owner)
    elif top == "docs" or file.endswith(".md"):
        result.add("tests/guards")


def _git(*words: str) -> list[str]:
    done = subprocess.run(["git", *words], cwd=ROOT, capture_output=True, text=True, check=False)
    if done.returncode:
        raise SystemExit(done.stderr.strip())
    return done.stdout.splitlines()
