"""A whole running system for the tests that cross services, in a folder of its own, proved and ended afterwards."""

import shutil
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from deploy.local.infra import rabbitmq, spa
from deploy.local.machine import packages
from deploy.local.machine.places import ROOT, Places
from deploy.local.quality import suites
from deploy.local.quality.steps import PYTHON, Command, Steps

BROWSER = {"chromium": Path("/usr/bin/chromium"), "fonts-liberation": Path("/usr/share/fonts/truetype/liberation")}
_VERB = [PYTHON, "-m", "deploy.local"]


@contextmanager
def running(steps: Steps, purpose: str, *flags: str) -> Iterator[dict[str, str] | None]:
    """The environment of tests on it; at the end the proof that nothing is lost. None when it does not come up."""
    packages.need({"rabbitmq-server": rabbitmq.BINARIES / "rabbitmq-server"})
    places = Places(Path(tempfile.mkdtemp(prefix="lend-stack-")))
    data = ["--data", str(places.data)]
    try:
        if steps.run_aside(Command(f"./dev up for {purpose}", [*_VERB, "up", "--detach", *flags, *data])):
            yield {"STACK_FILE": str(places.stack)}
            steps.run_aside(Command(f"./dev verify after {purpose}", [*_VERB, "verify", *data]))
        else:
            _show_logs(places)
            yield None
    finally:
        steps.run_aside(Command(f"./dev down after {purpose}", [*_VERB, "down", *data]), always=True)
        shutil.rmtree(places.data, ignore_errors=True)


def run(
    steps: Steps,
    reports: Path,
    folders: Sequence[str],
    *,
    marked: str = "not slow",
    browser: bool = False,
    build: bool = True,
) -> None:
    """Bring one up, run the folders on it one after the other, then a user's journey in a browser."""
    present = [folder for folder in folders if suites.has_tests(folder)]
    purpose = ", ".join(folder.removeprefix("tests/") for folder in present)
    with running(steps, purpose, *([] if build else ["--no-spa"])) as environment:
        if environment is None:
            return
        for folder in present:
            steps.run_aside(suites.pytest(folder, reports, environment, marked=marked))
        if browser:
            journey_in_the_browser(steps, environment)


def journey_in_the_browser(steps: Steps, environment: dict[str, str]) -> None:
    if (ROOT / "frontend" / "e2e" / "live.ts").exists():
        packages.need(BROWSER)
        command = [*spa.npm_command(), "run", "--silent", "e2e"]
        steps.run_aside(
            Command("journey in the browser", command, cwd=spa.FRONTEND, env=spa.environment() | environment)
        )


def _show_logs(places: Places) -> None:
    for log in sorted(places.logs.glob("*.log")):
        tail = log.read_text(encoding="utf-8", errors="replace").splitlines()[-15:]
        print(f"── {log.name}", *tail, sep="\n", file=sys.stderr)
