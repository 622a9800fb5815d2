"""Lint, formatting, types, import rules and contracts, without changing anything. --fast: lint and types only."""

from deploy.local.quality import checks
from deploy.local.quality.steps import Steps
from deploy.local.verbs import options


def main(argv: list[str]) -> int:
    parser = options.parser("check", __doc__)
    parser.add_argument("--fast", action="store_true", help="only lint, formatting and types: what a commit waits for")
    arguments = parser.parse_args(argv)
    steps = Steps()
    checks.run(steps, checks.fast() if arguments.fast else checks.everything())
    return steps.summary()
