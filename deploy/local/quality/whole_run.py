"""All of `./dev test`, in four lanes: half of a suite's time is waiting, so two cores have work for four.

The suites that measure seconds, the faults, come last: when the other suites are over.
"""

from collections import deque
from pathlib import Path

from deploy.local.infra import spa
from deploy.local.quality import checks, stacks, suites
from deploy.local.quality.steps import Command, Steps
from deploy.local.quality.temporary_servers import Servers

# The longest first, so that none of them is what everything waits for at the end.
LONGEST_FIRST = ("services/notifications", "shared", "services/documents", "services/finance", "services/applications")
LANES_OF_SUITES = 2


def run(steps: Steps, reports: Path) -> None:
    spa.dependencies()
    servers = Servers()
    try:
        # What talks to the bus has a RabbitMQ that no other suite uses: pytest starts one when a test asks for it.
        environment = {"TEST_DATABASE_URL": servers.postgres_url()}
        waiting = deque(_ordered())
        steps.lanes(
            lambda: _sources(steps, reports),
            lambda: stacks.run(steps, reports, suites.ON_STACK[:2], browser=True),
            *(lambda: _suites(steps, reports, waiting, environment) for _ in range(LANES_OF_SUITES - 1)),
            lambda: _suites_then_faults(steps, reports, waiting, environment),
        )
    finally:
        servers.close()
    suites.coverage(steps, reports)


def _ordered() -> list[str]:
    rest = [suite for suite in suites.OWNERS if suite not in LONGEST_FIRST]
    return [suite for suite in (*LONGEST_FIRST, *rest) if suites.has_tests(suite)]


def _sources(steps: Steps, reports: Path) -> None:
    """What needs no server: the checks, the SPA's tests, and what all services agree on."""
    for command in [*checks.everything(), *vitest()]:
        steps.run_aside(command)
    for suite in filter(suites.has_tests, suites.WITHOUT_STACK):
        steps.run_aside(suites.pytest(suite, reports, {}, marked="not slow"))


def vitest() -> list[Command]:
    if not (spa.FRONTEND / "node_modules").exists():
        return []
    argv = [*spa.npm_command(), "run", "--silent", "test"]
    return [Command("vitest", argv, cwd=spa.FRONTEND, env=spa.environment())]


def _suites(steps: Steps, reports: Path, waiting: deque[str], environment: dict[str, str]) -> None:
    while suite := following(waiting):
        steps.run_aside(suites.pytest(suite, reports, environment, measured=suite != "deploy"))


def _suites_then_faults(steps: Steps, reports: Path, waiting: deque[str], environment: dict[str, str]) -> None:
    _suites(steps, reports, waiting, environment)
    stacks.run(steps, reports, suites.ON_STACK[2:], build=False)


def following(waiting: deque[str]) -> str | None:
    """The next suite that no lane has begun."""
    try:
        return waiting.popleft()
    except IndexError:
        return None
