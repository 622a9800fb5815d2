"""Test servers stay up between runs, serve one run at a time, and end when nobody needs them."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psycopg2
import pytest

from deploy.local.machine import process_table
from deploy.local.machine.atomic_files import read_json
from deploy.local.machine.places import ROOT
from deploy.local.quality import warm_servers

pytestmark = [pytest.mark.servers, pytest.mark.timeout(300)]

RUN = """
import sys, time
from pathlib import Path
from deploy.local.quality import warm_servers
environment = warm_servers.environment(Path(sys.argv[1]))
print(environment and environment["TEST_DATABASE_URL"], flush=True)
sys.stdin.read()
"""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    there = tmp_path_factory.mktemp("warm")
    yield there
    warm_servers.end(there)


def run(folder: Path) -> subprocess.Popen[str]:
    command = [sys.executable, "-c", RUN, str(folder)]
    return subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)


def url_of(process: subprocess.Popen[str]) -> str:
    assert process.stdout is not None
    return process.stdout.readline().strip()


def record(folder: Path) -> dict[str, Any]:
    return dict(read_json(folder / "servers.json"))


def gone(pid: int) -> None:
    deadline = time.monotonic() + 60
    while (stat := process_table.stat(pid)) is not None and stat.state != "Z":
        assert time.monotonic() < deadline
        time.sleep(0.05)


def test_one_run_after_the_other_has_the_same_and_one_beside_it_none(folder: Path) -> None:
    first = run(folder)
    url = url_of(first)
    psycopg2.connect(url).close()
    beside = run(folder)
    assert url_of(beside) == "None"
    beside.communicate("")
    first.communicate("")
    second = run(folder)
    assert url_of(second) == url
    second.communicate("")


def test_a_new_topology_or_launcher_means_new_servers(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = record(folder)
    assert warm_servers._running(folder) is not None
    monkeypatch.setattr(warm_servers, "digest", lambda: "another")
    assert warm_servers._running(folder) is None
    assert record(folder) == before


def test_they_end_when_their_owner_is_killed_and_at_the_end(folder: Path) -> None:
    owner = record(folder)["pid"]
    children = process_table.family(owner)[1:]
    os.kill(owner, signal.SIGKILL)
    for pid in children[:1]:
        gone(pid)
    again = run(folder)
    psycopg2.connect(url_of(again)).close()
    again.communicate("")
    owner = record(folder)["pid"]
    assert warm_servers.end(folder) and not warm_servers.end(folder)
    gone(owner)


def test_they_end_by_themselves_when_idle(tmp_path: Path) -> None:
    (tmp_path / "in-use").touch()
    command = [sys.executable, "-m", "deploy.local.quality.warm_servers", str(tmp_path), "0.5"]
    owner = subprocess.Popen(command, cwd=ROOT)
    assert owner.wait(120) == 0
