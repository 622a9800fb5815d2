"""Set up, check, and run all tests; `slow` runs what takes long or needs containers, other arguments are pytest's."""

import shutil
import sys
import tempfile
import xml.etree.ElementTree as ElementTree
from collections import deque
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

from deploy.local.infra import rabbitmq, spa
from deploy.local.machine import packages
from deploy.local.machine.places import ROOT, Places
from deploy.local.machine.service_list import SERVICES
from deploy.local.quality.steps import BIN, PYTHON, Steps
from deploy.local.quality.temporary_servers import Servers
from deploy.local.verbs import check

# One pytest per owner: a service's tests run as it does, in a process that knows no other service. The longest ones are
# not the last.
SUITES = ("shared", *(f"services/{service}" for service in reversed(SERVICES)), "gateway", "deploy")
LANES = 2  # half of a suite's time is waiting
# What crosses services; the faults come last, on a system that has seen all the others.
ACROSS = ("tests/contracts", "tests/guards", "tests/journeys", "tests/attacks", "tests/faults")
COVERAGE_LEAST = 85
BROWSER = {"chromium": Path("/usr/bin/chromium"), "fonts-liberation": Path("/usr/share/fonts/truetype/liberation")}


def main(argv: list[str]) -> int:
    if argv == ["slow"]:
        from deploy.docker.slow import run

        return run.main()
    packages.need({"rabbitmq-server": rabbitmq.BINARIES / "rabbitmq-server"})
    if argv:
        return _some(argv)
    reports = Path(tempfile.mkdtemp(prefix="lend-reports-"))
    steps = Steps()
    spa.dependencies()
    check.run(steps)
    _suites(steps, reports)
    _frontend(steps)
    _whole_stack(steps, reports)
    code = steps.summary()
    print(closing_line(reports))
    shutil.rmtree(reports)
    return code


def _some(argv: list[str]) -> int:
    servers = Servers()
    try:
        steps = Steps()
        steps.run("pytest", [PYTHON, "-m", "pytest", *argv], env=servers.environment())
    finally:
        servers.close()
    return 1 if steps.failed else 0


def _suites(steps: Steps, reports: Path) -> None:
    """Two at a time, each lane with servers of its own."""
    left = deque(filter(_has_tests, SUITES))
    lanes = [Servers() for _ in range(LANES)]
    try:
        environments = [servers.environment() for servers in lanes]
        with ThreadPoolExecutor(LANES) as pool:
            for lane in [pool.submit(_lane, steps, reports, left, each) for each in environments]:
                lane.result()
    finally:
        for servers in lanes:
            servers.close()
    _coverage(steps, reports)


def _lane(steps: Steps, reports: Path, left: deque[str], environment: dict[str, str]) -> None:
    while suite := _next(left):
        name = suite.replace("/", "-")
        # Measured from the outside, because lendkit's own pytest plugin is imported before a plugin could begin to.
        command = [PYTHON, "-m", "coverage", "run", "-m", "pytest", suite, f"--junitxml={reports / name}.xml"]
        measured = {"COVERAGE_FILE": str(reports / f"coverage.{name}")}
        steps.run_aside(f"pytest {suite}", command, env=environment | measured)


def _next(left: deque[str]) -> str | None:
    try:
        return left.popleft()
    except IndexError:
        return None


def _coverage(steps: Steps, reports: Path) -> None:
    environment = {"COVERAGE_FILE": str(reports / "coverage")}
    steps.run("what the suites covered, together", [BIN / "coverage", "combine", "-q", reports], env=environment)
    least = f"--fail-under={COVERAGE_LEAST}"
    report: list[str | Path] = [BIN / "coverage", "report", least, "--skip-covered", "--show-missing"]
    steps.run(f"coverage of {COVERAGE_LEAST} % or more", report, env=environment)


def run_pytest(steps: Steps, suite: str, reports: Path, environment: dict[str, str], *, marked: str = "") -> None:
    """`marked` is pytest's expression of markers."""
    report = reports / f"{suite.replace('/', '-')}.xml"
    chosen = ["-m", marked] if marked else []
    command = [PYTHON, "-m", "pytest", suite, *chosen, f"--junitxml={report}"]
    steps.run(f"pytest {suite}", command, env=environment)


def _frontend(steps: Steps) -> None:
    if (spa.FRONTEND / "node_modules").exists():
        command = [*spa.npm_command(), "run", "test"]
        steps.run("vitest", command, cwd=spa.FRONTEND, env=spa.environment())


def _whole_stack(steps: Steps, reports: Path) -> None:
    """What crosses services, then a user's journey."""
    with running(steps) as environment:
        if environment is None:
            return
        for folder in filter(_has_tests, ACROSS):
            run_pytest(steps, folder, reports, environment, marked="not slow")
        if (spa.FRONTEND / "e2e" / "live.ts").exists():
            packages.need(BROWSER)
            command = [*spa.npm_command(), "run", "e2e"]
            steps.run("journey in the browser", command, cwd=spa.FRONTEND, env=spa.environment() | environment)


def slow_ones(steps: Steps, reports: Path) -> None:
    """The attacks and faults that take their time."""
    packages.need({"rabbitmq-server": rabbitmq.BINARIES / "rabbitmq-server"})
    with running(steps) as environment:
        if environment is not None:
            for folder in ("tests/attacks", "tests/faults"):
                run_pytest(steps, folder, reports, environment, marked="slow")


@contextmanager
def running(steps: Steps) -> Iterator[dict[str, str] | None]:
    """The real thing in a folder of its own, and at the end the proof; None when it does not come up."""
    places = Places(Path(tempfile.mkdtemp(prefix="lend-stack-")))
    data = ["--data", str(places.data)]
    verb = [PYTHON, "-m", "deploy.local"]
    try:
        if steps.run("./dev up", [*verb, "up", "--detach", *data]):
            yield {"STACK_FILE": str(places.stack)}
            steps.run("./dev verify", [*verb, "verify", *data])
        else:
            _show_logs(places)
            yield None
    finally:
        steps.run("./dev down", [*verb, "down", *data])
        shutil.rmtree(places.data, ignore_errors=True)


def _show_logs(places: Places) -> None:
    for log in sorted(places.logs.glob("*.log")):
        tail = log.read_text(encoding="utf-8", errors="replace").splitlines()[-15:]
        print(f"── {log.name}", *tail, sep="\n", file=sys.stderr)


def _has_tests(folder: str) -> bool:
    return any((ROOT / folder).rglob("test_*.py"))


def closing_line(reports: Path) -> str:
    """All of pytest's runs in one line."""
    totals = dict.fromkeys(("tests", "failures", "errors", "skipped"), 0)
    for report in reports.glob("*.xml"):
        for suite in ElementTree.parse(report).getroot().iter("testsuite"):
            for name in totals:
                totals[name] += int(suite.get(name, 0))
    failed = totals["failures"] + totals["errors"]
    passed = totals["tests"] - failed - totals["skipped"]
    return f"{passed} passed, {failed} failed" + (f", {totals['skipped']} skipped" if totals["skipped"] else "")
