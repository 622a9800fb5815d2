"""The manual is true: each command in it is run in order, and what it prints is what the page says."""

import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from deploy.local.machine.places import Places
from tests.manual.session import MANUAL, Shell, follow

# `run.md` ends the system, so it is the last; `deploy.md` is followed in containers.
PAGES = ("watch.md", "replay.md", "rebuild.md", "run.md")


@pytest.fixture
def shell() -> Iterator[Shell]:
    """On a stack of its own, which is up; whatever a page leaves running is taken down."""
    with tempfile.TemporaryDirectory(prefix="lend-manual-") as folder:
        shell = Shell(Places(Path(folder)))
        code, printed = shell.run("./dev up --detach")
        assert code == 0, printed
        try:
            yield shell
        finally:
            shell.run("./dev down")


def test_no_page_is_left_out() -> None:
    assert {page.name for page in MANUAL.glob("*.md")} == {"README.md", "deploy.md", *PAGES}


@pytest.mark.timeout(400)
def test_every_page_is_followed(shell: Shell) -> None:
    for page in PAGES:
        follow(shell, page)
