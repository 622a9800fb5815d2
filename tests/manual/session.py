"""The pages of the manual as sessions at a shell: what is typed, and what it must print."""

import doctest
import json
import os
import re
import subprocess
from dataclasses import dataclass

from deploy.local.machine.places import ROOT, Places

MANUAL = ROOT / "docs" / "manual"
BLOCK = re.compile(r"^```console\n(.*?)^```$", re.DOTALL | re.MULTILINE)
LENIENT = doctest.ELLIPSIS | doctest.NORMALIZE_WHITESPACE
ADDRESS = "http://127.0.0.1:8080"  # the pages' own: the stack under test has another


@dataclass(frozen=True)
class Command:
    line: str
    expected: str


def commands(page: str) -> list[Command]:
    """Those of a page, in order."""
    text = (MANUAL / page).read_text(encoding="utf-8")
    typed: list[Command] = []
    for block in BLOCK.findall(text):
        for part in re.split(r"^\$ ", block, flags=re.MULTILINE)[1:]:
            line, _, expected = part.partition("\n")
            typed.append(Command(line, expected))
    return typed


class Shell:
    """A shell in the checkout whose `./dev` means the stack in `places`."""

    def __init__(self, places: Places) -> None:
        self.places = places

    def run(self, line: str) -> tuple[int, str]:
        text = line.replace(ADDRESS, self._address()).replace("var/", f"{self.places.data}/")
        environment = {**os.environ, "LEND_DATA": str(self.places.data)}
        environment.pop("STACK_FILE", None)
        done = subprocess.run(
            ["bash", "-c", text], cwd=ROOT, env=environment, capture_output=True, text=True, timeout=120, check=False
        )
        return done.returncode, done.stdout + (done.stderr if done.returncode else "")

    def _address(self) -> str:
        file = self.places.stack
        return str(json.loads(file.read_text(encoding="utf-8"))["base_url"]) if file.exists() else ADDRESS


def follow(shell: Shell, page: str) -> None:
    """Raises AssertionError at the first command that fails or prints something else than the page says."""
    checker = doctest.OutputChecker()
    there = commands(page)
    assert there, f"{page} has no command"
    for command in there:
        code, printed = shell.run(command.line)
        transcript = f"{page}: $ {command.line}\n{printed[-3000:]}"
        assert code == 0, transcript
        assert not command.expected or checker.check_output(command.expected, printed, LENIENT), transcript
