"""Lint, formatting, types, import rules and contracts: what `./dev check` runs, and what a change needs of it."""

from collections.abc import Sequence

from deploy.local.infra import spa
from deploy.local.machine.service_list import SERVICES
from deploy.local.quality.steps import BIN, PYTHON, Command, Steps

CHECKED = ("shared", "services", "deploy", "gateway", "bench", "tests", "conftest.py")
PACKAGES = ("lendkit", "deploy", "gateway", "bench", *SERVICES)


def run(steps: Steps, commands: Sequence[Command]) -> None:
    """Python's in one lane, the frontend's in another."""
    frontend = [command for command in commands if command.cwd == spa.FRONTEND]
    python = [command for command in commands if command.cwd != spa.FRONTEND]

    def lane(of: Sequence[Command]) -> None:
        for command in of:
            steps.run_aside(command)

    steps.lanes(*(lambda of=of: lane(of) for of in (python, frontend) if of))


def everything() -> list[Command]:
    return [*lint(), types(), *structure(), *frontend()]


def fast() -> list[Command]:
    """What a commit can wait for."""
    return [*lint(), types()]


def lint(paths: Sequence[str] = CHECKED) -> list[Command]:
    return [
        Command("ruff check", [BIN / "ruff", "check", "-q", *paths]),
        Command("ruff format", [BIN / "ruff", "format", "--check", "-q", *paths]),
    ]


def types() -> Command:
    """One run for all: what it knows of lendkit it needs for every service."""
    packages = [part for package in PACKAGES for part in ("-p", package)]
    return Command("mypy, strict", [BIN / "mypy", "--strict", "--no-error-summary", *packages])


def structure() -> list[Command]:
    return [
        Command("imports point down", [BIN / "lint-imports", "--config", "deploy/importlinter.toml"]),
        Command("contracts", [PYTHON, "-m", "deploy.local", "contracts", "--check"]),
    ]


def frontend() -> list[Command]:
    """Where its dependencies are installed."""
    if not (spa.FRONTEND / "node_modules").exists():
        return []
    npm = [*spa.npm_command(), "run", "--silent"]
    return [
        Command(name, [*npm, script], cwd=spa.FRONTEND, env=spa.environment())
        for name, script in (("eslint", "lint"), ("vue-tsc", "typecheck"))
    ]
