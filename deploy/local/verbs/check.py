"""Lint, formatting, types, import rules and contracts, without changing anything."""

from deploy.local.infra import spa
from deploy.local.quality.steps import BIN, PYTHON, Steps
from deploy.local.verbs import options

CHECKED = ("shared", "services", "deploy", "gateway", "bench", "tests")
PACKAGES = ("lendkit", "deploy.local", "deploy.docker", "gateway", "bench.book", "bench.load")
STRICT = [part for package in PACKAGES for part in ("-p", package)]


def main(argv: list[str]) -> int:
    options.parser("check", __doc__).parse_args(argv)
    steps = Steps()
    run(steps)
    return steps.summary()


def run(steps: Steps) -> None:
    steps.run("ruff check", [BIN / "ruff", "check", *CHECKED])
    steps.run("ruff format", [BIN / "ruff", "format", "--check", "-q", *CHECKED])
    steps.run("mypy, strict: lendkit, deploy, gateway, bench", [BIN / "mypy", "--strict", *STRICT])
    steps.run("mypy, strict: every domain", [BIN / "mypy", "--strict", *_domains()])
    steps.run("imports point down", [BIN / "lint-imports", "--config", "deploy/importlinter.toml"])
    steps.run("contracts", [PYTHON, "-m", "deploy.local", "contracts", "--check"])
    if (spa.FRONTEND / "node_modules").exists():
        npm = [*spa.npm_command(), "run"]
        steps.run("eslint", [*npm, "lint"], cwd=spa.FRONTEND, env=spa.environment())
        steps.run("vue-tsc", [*npm, "typecheck"], cwd=spa.FRONTEND, env=spa.environment())


def _domains() -> list[str]:
    from deploy.local.machine.service_list import SERVICES, has

    return [part for service in SERVICES if has(service, "domain") for part in ("-p", f"{service}.domain")]
