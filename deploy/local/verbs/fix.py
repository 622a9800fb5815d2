"""Format everything, and fix what the linters can."""

import json

from deploy.local.infra import spa
from deploy.local.quality.checks import CHECKED
from deploy.local.quality.steps import BIN, Steps
from deploy.local.verbs import options


def main(argv: list[str]) -> int:
    options.parser("fix", __doc__).parse_args(argv)
    steps = Steps()
    steps.run("ruff check --fix", [BIN / "ruff", "check", "--fix", *CHECKED])
    steps.run("ruff format", [BIN / "ruff", "format", "-q", *CHECKED])
    if (spa.FRONTEND / "node_modules").exists():
        npm = [*spa.npm_command(), "run", "--silent"]
        if "format" in _scripts():
            steps.run("prettier", [*npm, "format"], cwd=spa.FRONTEND, env=spa.environment())
        steps.run("eslint --fix", [*npm, "lint", "--", "--fix"], cwd=spa.FRONTEND, env=spa.environment())
    return steps.summary()


def _scripts() -> dict[str, str]:
    package = json.loads((spa.FRONTEND / "package.json").read_text(encoding="utf-8"))
    return dict(package["scripts"])
