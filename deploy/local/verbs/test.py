"""Set up, check and test.

  ./dev test                          everything; closes with "N passed, M failed"
  ./dev test unit [OPTIONS]           what needs no server, in half a minute
  ./dev test PATH… [OPTIONS]          these, one pytest per service; OPTIONS are pytest's
  ./dev test --changed [--base REV]   what the uncommitted change touches (or all since REV), with its lint and types
  ./dev test slow                     the validators, the slow attacks and faults, and everything in containers

The servers of PATH and --changed stay up for twenty minutes after the last run, or until ./dev down.
"""

import argparse
import os
import shutil
import tempfile
from collections import deque
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from deploy.local.infra import rabbitmq, spa
from deploy.local.machine import packages
from deploy.local.machine.places import ROOT
from deploy.local.quality import changed, checks, stacks, suites, whole_run
from deploy.local.quality.steps import Command, Steps

LONGEST_FIRST = ("shared", "services/finance", "tests/contracts", "deploy")
UNIT = (*LONGEST_FIRST, *(suite for suite in suites.OWNERS if suite not in (*LONGEST_FIRST, "gateway")))
UNIT_LANES = 2
WITH_A_VALUE = (
    "-k",
    "-m",
    "-p",
    "-n",
    "-o",
    "-c",
    "-W",
    "--ignore",
    "--deselect",
    "--maxfail",
    "--durations",
    "--base",
)
NOTHING_SELECTED = 5


def main(argv: list[str]) -> int:
    if argv in (["-h"], ["--help"]):
        print(__doc__)
        return 0
    if argv == ["slow"]:
        from deploy.docker.slow import run

        return run.main()
    packages.need({"rabbitmq-server": rabbitmq.BINARIES / "rabbitmq-server"})
    with _reports() as reports:
        steps = Steps()
        if argv[:1] == ["unit"]:
            _unit(steps, reports, argv[1:])
        elif "--changed" in argv:
            _changed(steps, reports, argv)
        elif argv:
            paths = _named(argv)
            _paths(steps, reports, paths, [word for word in argv if word not in paths])
        else:
            whole_run.run(steps, reports)
        code = steps.summary() if len(steps.rows) > 1 else int(bool(steps.failed))
        print(suites.closing_line(reports))
    return code


@contextmanager
def _reports() -> Iterator[Path]:
    folder = Path(tempfile.mkdtemp(prefix="lend-reports-"))
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _named(argv: Sequence[str]) -> list[str]:
    """The words that are files or folders of tests; the others are pytest's."""
    before = ["", *argv]
    return [
        word
        for previous, word in zip(before, argv, strict=False)
        if previous not in WITH_A_VALUE and not word.startswith("-") and (ROOT / word.partition("::")[0]).exists()
    ]


def _paths(steps: Steps, reports: Path, paths: Sequence[str], options: Sequence[str]) -> None:
    for suite, parts in suites.by_owner(paths or ["."]).items():
        command = suites.pytest(suite, reports, {}, parts=parts, options=options)
        if suite not in suites.ON_STACK or "STACK_FILE" in os.environ:
            _at_once(steps, command)
            continue
        with stacks.running(steps, suite) as environment:
            if environment is not None:
                _at_once(steps, suites.pytest(suite, reports, environment, parts=parts, options=options))


def _at_once(steps: Steps, command: Command) -> None:
    """Its output goes straight through. Options that select nothing in one suite may select something in another."""
    steps.run(command.name, command.argv, env=command.env, fine=(0, NOTHING_SELECTED))


def _unit(steps: Steps, reports: Path, options: Sequence[str]) -> None:
    """What needs no server is told by the fixtures that a test asks for."""
    waiting = deque(suite for suite in UNIT if suites.has_tests(suite))

    def lane() -> None:
        while suite := whole_run.following(waiting):
            command = suites.pytest(suite, reports, {}, marked="not servers and not slow", options=options)
            steps.run_aside(command, fine=(0, NOTHING_SELECTED))

    steps.lanes(*[lane] * UNIT_LANES)


def _changed(steps: Steps, reports: Path, argv: Sequence[str]) -> None:
    parser = argparse.ArgumentParser(prog="./dev test", description=__doc__)
    parser.add_argument("--changed", action="store_true", required=True)
    parser.add_argument("--base", metavar="REV", default="HEAD")
    arguments, options = parser.parse_known_args(argv)
    plan = changed.plan(changed.files(arguments.base))
    if not (plan.paths or plan.sources or plan.frontend):
        print(f"nothing to test has changed since {arguments.base}")
        return
    commands = [*checks.lint(plan.sources), checks.types()] if plan.sources else []
    commands += checks.structure() if plan.contracts else []
    if plan.frontend:
        spa.dependencies()
        commands += [*checks.frontend(), *whole_run.vitest()]
    checks.run(steps, commands)
    if plan.paths:
        _paths(steps, reports, plan.paths, options)
