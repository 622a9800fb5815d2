"""The test suites: which there are, how one is run, and what all of them came to."""

import xml.etree.ElementTree as ElementTree
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from deploy.local.machine.places import ROOT
from deploy.local.machine.service_list import SERVICES
from deploy.local.quality.steps import BIN, PYTHON, Command, Steps

# One pytest per owner: a service's tests run as it does, in a process that knows no other service.
OWNERS = ("shared", *(f"services/{service}" for service in SERVICES), "gateway", "deploy")
# What crosses services and needs none of them running, then what needs a whole stack.
WITHOUT_STACK = ("tests/contracts", "tests/guards")
ON_STACK = ("tests/journeys", "tests/attacks", "tests/faults")
COVERAGE_LEAST = 85


def has_tests(folder: str) -> bool:
    return any((ROOT / folder).rglob("test_*.py"))


def pytest(
    suite: str,
    reports: Path,
    env: Mapping[str, str],
    *,
    parts: Sequence[str] = (),
    marked: str = "",
    measured: bool = False,
    options: Sequence[str] = (),
) -> Command:
    """`parts` of the suite, or all of it; `marked` is pytest's expression of markers; `measured`: with coverage."""
    name = suite.replace("/", "-")
    chosen = ["-m", marked] if marked else []
    # Measured from the outside, because lendkit's own pytest plugin is imported before a plugin could begin to.
    start: list[str | Path] = [PYTHON, "-m", *(("coverage", "run", "-m") if measured else ()), "pytest"]
    coverage = {"COVERAGE_FILE": str(reports / f"coverage.{name}")} if measured else {}
    argv = [*start, *(parts or [suite]), *chosen, *options, f"--junitxml={reports / name}.xml"]
    return Command(f"pytest {' '.join(parts) or suite}", argv, env={**env, **coverage})


def coverage(steps: Steps, reports: Path) -> None:
    """What the suites covered together, and whether it is enough."""
    environment = {"COVERAGE_FILE": str(reports / "coverage")}
    combine: list[str | Path] = [BIN / "coverage", "combine", "-q", reports]
    report: list[str | Path] = [BIN / "coverage", "report", f"--fail-under={COVERAGE_LEAST}", "--skip-covered"]
    steps.run_aside(Command("coverage, combined", combine, env=environment))
    steps.run_aside(Command(f"coverage of {COVERAGE_LEAST} % or more", [*report, "--show-missing"], env=environment))


def owner_of(path: str) -> str | None:
    """The suite that a file or folder of tests belongs to: the longest that contains it."""
    suites = (*OWNERS, *WITHOUT_STACK, *ON_STACK, "tests/containers", "tests/manual")
    return max((suite for suite in suites if path == suite or path.startswith(f"{suite}/")), key=len, default=None)


def inside(path: str) -> list[str]:
    """The suites that a folder above them means, as `services` means all of the services."""
    prefix = "" if path in (".", "") else f"{path.rstrip('/')}/"
    return [suite for suite in (*OWNERS, *WITHOUT_STACK, *ON_STACK) if suite.startswith(prefix) and has_tests(suite)]


def by_owner(paths: Iterable[str]) -> dict[str, list[str]]:
    """Paths under the suite whose process runs them, in the order in which they were named."""
    groups: dict[str, list[str]] = {}
    for path in paths:
        owner = owner_of(path.partition("::")[0].rstrip("/"))
        for suite, part in [(owner, path)] if owner else [(suite, suite) for suite in inside(path)]:
            groups.setdefault(suite, []).append(part)
    return groups


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
