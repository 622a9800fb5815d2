"""The images of an older version beside those of today: a deal goes all the way, whichever service is the odd one out.

The databases stay at today's schema, as they do while a release is on its way or was taken back.
"""

import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from deploy.docker import images, release
from deploy.docker.stack import Stack
from deploy.local.machine.places import ROOT
from deploy.local.machine.service_list import SERVICES
from tests.journeys.deal import Deal

SAMPLE = ROOT / "tests" / "samples" / "02-acquisition.json"
# The oldest version that today's must run beside: moved forward once nothing older runs anywhere.
OLDEST = "4c3965d558f9"
SignIn = Callable[[str], Any]
Eventually = Callable[..., Any]


def git(*words: str) -> str:
    done = subprocess.run(["git", *words], cwd=ROOT, capture_output=True, text=True, check=False)
    return done.stdout.strip() if done.returncode == 0 else ""


class Fleet:
    """The services of a stack, each of which runs the image of `today` or of `before`."""

    def __init__(self, stack: Stack) -> None:
        self.stack = stack
        self.tags = {age: f"{age}-{stack.tag}" for age in ("before", "today")}
        self.runs = dict.fromkeys(SERVICES, "today")

    def build(self, sources: Path) -> None:
        for service in SERVICES:
            images.rename(service, self.stack.tag, self.tags["today"], self.stack.host)
        images.build(self.tags["before"], SERVICES, host=self.stack.host, root=sources)

    def run(self, versions: dict[str, str]) -> None:
        """Replace those that run another age's image."""
        changed = [service for service, age in versions.items() if self.runs[service] != age]
        for service in changed:
            images.rename(service, self.tags[versions[service]], self.stack.tag, self.stack.host)
        if changed:
            release.replace(self.stack, *changed)
        self.runs = versions

    def image(self, service: str, age: str) -> str:
        return self.stack.docker("image", "inspect", "--format", "{{.Id}}", f"lend/{service}:{self.tags[age]}").strip()

    def forget(self) -> None:
        for tag in self.tags.values():
            images.forget(tag, self.stack.host)


@pytest.fixture(scope="module")
def fleet(containers: Stack, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Fleet]:
    """With the images of both; afterwards all run today's again."""
    if not git("rev-parse", "--verify", f"{OLDEST}^{{commit}}"):
        pytest.skip("this checkout has no history to build an older version from: git fetch --unshallow")
    sources = tmp_path_factory.mktemp("before")
    with subprocess.Popen(["git", "archive", OLDEST], cwd=ROOT, stdout=subprocess.PIPE) as archive:
        subprocess.run(["tar", "-x", "-C", str(sources)], stdin=archive.stdout, check=True)
    fleet = Fleet(containers)
    fleet.build(sources)
    try:
        yield fleet
    finally:
        fleet.run(dict.fromkeys(SERVICES, "today"))
        fleet.forget()


@pytest.mark.timeout(600)
@pytest.mark.parametrize("service", ["finance", "applications"])
@pytest.mark.parametrize("others", ["today", "before"])
def test_a_deal_beside_another_age(
    fleet: Fleet, sign_in: SignIn, dev: Callable[..., int], eventually: Eventually, service: str, others: str
) -> None:
    version = "before" if others == "today" else "today"
    fleet.run({**dict.fromkeys(SERVICES, others), service: version})
    running = {process.image for process in fleet.stack.processes() if process.service == service}
    assert running == {fleet.image(service, version)}
    deal = Deal(sign_in, SAMPLE)
    deal.lodge()
    deal.settle()
    deal.pay_out()
    assert deal.page()["stage"] == "discharged"
    eventually(lambda: dev("verify") == 0, 60)
