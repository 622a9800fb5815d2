"""Format everything, and mend what the linters can mend by themselves."""

from deploy.local.infra import spa
from deploy.local.quality.steps import BIN, Steps
from deploy.local.verbs import options
from deploy.local.verbs.check import CHECKED


def main(argv: list[str]) -> int:
    options.parser("fix", __doc__).parse_args(argv)
    steps = Steps()
    steps.run("ruff check --fix", [BIN / "ruff", "check", "--fix", *CHECKED])
    steps.run("ruff format", [BIN / "ruff", "format", "-q", *CHECKED])
    if (spa.FRONTEND / "node_modules").exists():
        command = [*spa.npm_command(), "run", "lint", "--", "--fix"]
        steps.run("eslint --fix", command, cwd=spa.FRONTEND, env=spa.environment())
    return steps.summary()
