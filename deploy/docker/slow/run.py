"""`./dev test slow`: the validators, the attacks and faults that take long, suites on testcontainers, then the
whole system in containers, used and abused."""

import shutil
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

from deploy.docker import bases, engine, up
from deploy.docker.slow import validators
from deploy.docker.stack import Stack
from deploy.local.infra import spa
from deploy.local.machine.places import Places
from deploy.local.quality import stacks, suites
from deploy.local.quality.steps import PYTHON, Steps

# Those that cross services, then the containers' own, which leave their marks.
ON_CONTAINERS = ("tests/journeys/test_lodging.py", "tests/journeys/test_deals.py")
BY_TESTCONTAINERS = ("services/finance", "services/parties")
_VERB = [PYTHON, "-m", "deploy.local"]


def main() -> int:
    """Everything, one after the other; the closing line has pytest's sums."""
    reports = Path(tempfile.mkdtemp(prefix="lend-reports-"))
    steps = Steps()
    spa.dependencies()
    validators.run(steps)
    steps.run_aside(suites.pytest("tests/manual", reports, {}))
    stacks.run(steps, reports, ("tests/attacks", "tests/faults"), marked="slow")
    if steps.do("a Docker engine", _said(engine.ensure)) and steps.do("base images", _said(bases.ensure)):
        _suites(steps, reports)
        _stack(steps, reports)
    code = steps.summary()
    print(suites.closing_line(reports))
    shutil.rmtree(reports)
    return code


def _said(act: Callable[[], None]) -> Callable[[], bool]:
    """What cannot be done is said, and the rest goes on."""

    def body() -> bool:
        try:
            act()
        except SystemExit as exc:
            print(exc, file=sys.stderr)
            return False
        return True

    return body


def _stack(steps: Steps, reports: Path) -> None:
    places = Places(Path(tempfile.mkdtemp(prefix="lend-containers-")))
    data = ["--data", str(places.data)]
    environment = {"STACK_FILE": str(places.stack)}
    try:
        if not steps.run("./dev up --docker", [*_VERB, "up", "--docker", "--detach", *data]):
            return
        for suite in ON_CONTAINERS:
            steps.run_aside(suites.pytest(suite, reports, environment))
        stacks.journey_in_the_browser(steps, environment)
        steps.run_aside(suites.pytest("tests/containers", reports, environment))
        steps.run("./dev verify", [*_VERB, "verify", *data])
    finally:
        steps.do("down, and the data with it", lambda: _down(places))
        shutil.rmtree(places.data, ignore_errors=True)


def _down(places: Places) -> bool:
    stack = Stack.of(places)
    if stack is not None:
        up.down(stack, volumes=True)
    return stack is not None and not places.stack.exists()


def _suites(steps: Steps, reports: Path) -> None:
    """With PostgreSQL and RabbitMQ from testcontainers, as on a machine that has nothing but Docker."""
    none = {"TEST_DATABASE_URL": "", "TEST_AMQP_URL": ""}
    loopback = {"TESTCONTAINERS_RYUK_DISABLED": "true", "TESTCONTAINERS_CONNECTION_MODE": "docker_host"}
    only = ("-p", "deploy.docker.slow.containers")
    for suite in BY_TESTCONTAINERS:
        steps.run_aside(suites.pytest(suite, reports, none | loopback | {"PYTEST_ADDOPTS": " ".join(only)}))
