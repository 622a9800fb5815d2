"""A changed file is followed: Python by its service's processes, the SPA's by the open page."""

import json
import os
import re
import shutil
import signal
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest
from websockets.sync.client import connect

from deploy.local.infra import spa
from deploy.local.machine.places import ROOT, Places
from deploy.local.machine.ports import Reservation, free
from deploy.local.machine.service_list import SERVICES
from deploy.local.supervise import control_socket, watch

pytestmark = pytest.mark.servers

SCRIPT = """
import sys, time
from pathlib import Path
from deploy.local.machine.places import Places
from deploy.local.machine.process import Process
from deploy.local.machine.spawn import spawn
from deploy.local.machine.service_list import processes
from deploy.local.supervise.supervisor import Supervisor

places = Places(Path(sys.argv[1]))
supervisor = Supervisor(places, watched=True)
for service, verb in processes():
    name = f"{service}-{verb}"
    launch = lambda name=name: spawn(lambda: time.sleep(600) or 0, log=places.log(name), env={})
    supervisor.add(Process(name, launch, service, verb, grace=2))
while not supervisor.asked_to_stop:
    supervisor.turn()
"""


@pytest.fixture
def sources(tmp_path: Path) -> Path:
    """The folders of the code, with a module each."""
    for service in SERVICES:
        folder = tmp_path / "code" / "services" / service / service
        folder.mkdir(parents=True)
        (folder / "app.py").write_text("first", encoding="utf-8")
    kit = tmp_path / "code" / "shared" / "lendkit"
    kit.mkdir(parents=True)
    (kit / "work.py").write_text("first", encoding="utf-8")
    return tmp_path / "code"


@pytest.fixture
def places(tmp_path: Path) -> Iterator[Places]:
    """Of a supervisor with a process for each that a stack has."""
    there = Places(tmp_path / "stack")
    there.make()
    running = subprocess.Popen([sys.executable, "-c", SCRIPT, str(there.data)], cwd=ROOT)
    deadline = time.monotonic() + 30
    while len(pids(there)) < 2 * len(SERVICES):
        assert time.monotonic() < deadline
        time.sleep(0.05)
    yield there
    running.kill()
    running.wait()


def pids(places: Places) -> dict[str, int]:
    try:
        rows = control_socket.ask(places.control, do="status")["processes"]
    except control_socket.NotRunning:
        return {}
    return {row["name"]: row["pid"] for row in rows if row["pid"]}


def restarted(places: Places, root: Path, file: str) -> tuple[set[str], float]:
    """Which services' processes are new after a change of the file, and after how long the first of them was."""
    seen, before = watch.Sources(root), pids(places)
    (root / file).write_text("second", encoding="utf-8")
    began = time.monotonic()
    first = 0.0
    while time.monotonic() - began < 4:
        watch.follow(places, seen)
        new = {name.partition("-")[0] for name, pid in pids(places).items() if before.get(name) != pid}
        first = first or (time.monotonic() - began if new else 0.0)
        time.sleep(watch.LOOK_SECONDS)
    return new, first


def test_a_changed_file_restarts_its_service_and_no_other(places: Places, sources: Path) -> None:
    services, seconds = restarted(places, sources, "services/finance/finance/app.py")
    assert services == {"finance"}
    assert seconds < 2


def test_a_change_of_lendkit_restarts_all(places: Places, sources: Path) -> None:
    services, _ = restarted(places, sources, "shared/lendkit/work.py")
    assert services == set(SERVICES)


def test_what_is_not_code_restarts_nothing(sources: Path) -> None:
    seen = watch.Sources(sources)
    (sources / "services/finance/finance/app.py~").write_text("of an editor", encoding="utf-8")
    (sources / "services/finance/README.md").write_text("read me", encoding="utf-8")
    assert seen.changed() == {}
    (sources / "services/finance/finance/app.py").unlink()
    assert set(seen.changed().values()) == {("finance",)}


@pytest.mark.timeout(300)
def test_a_changed_component_reaches_the_open_page(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert spa.dependencies(), "there is no frontend"
    copy = tmp_path / "frontend"
    shutil.copytree(spa.FRONTEND, copy, ignore=shutil.ignore_patterns("node_modules", "dist", "coverage", "openapi"))
    (copy / "node_modules").symlink_to(spa.FRONTEND / "node_modules")
    monkeypatch.setattr(spa, "FRONTEND", copy)
    places = Places(tmp_path / "stack")
    places.make()
    reservation = Reservation(places.key)
    port = reservation.port()
    pid = spa.dev_server(places, port, "http://127.0.0.1:1")
    try:
        hears_a_change(port, copy / "src" / "App.vue", places)
    finally:
        os.kill(pid, signal.SIGKILL)
        os.waitpid(pid, 0)
        reservation.release()


def hears_a_change(port: int, component: Path, places: Places) -> None:
    deadline = time.monotonic() + 60
    while free(port):
        assert time.monotonic() < deadline, places.log("vite").read_text(encoding="utf-8")
        time.sleep(0.1)
    read(port, "/src/App.vue")  # what no page has asked for is of no interest to any
    token = re.search(r'wsToken = "([^"]+)"', read(port, "/@vite/client"))
    assert token is not None
    with connect(f"ws://127.0.0.1:{port}/?token={token[1]}", subprotocols=["vite-hmr"], proxy=None) as page:  # type: ignore[list-item]
        assert json.loads(page.recv(timeout=30))["type"] == "connected"
        text = component.read_text(encoding="utf-8")
        component.write_text(text.replace("<template>", "<template><i>new</i>", 1), encoding="utf-8")
        kinds: set[str] = set()
        while not kinds & {"update", "full-reload"}:
            kinds.add(json.loads(page.recv(timeout=60))["type"])


def read(port: int, path: str) -> str:
    with urllib.request.urlopen(f"http://127.0.0.1:{port}{path}", timeout=60) as answer:
        return str(answer.read().decode())
