"""The supervisor: what dies comes back, what is stopped stays down, and nothing outlives it."""

import fcntl
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from deploy.local.machine import process_table
from deploy.local.machine.places import ROOT, Places
from deploy.local.machine.process import Process
from deploy.local.machine.spawn import program, spawn
from deploy.local.supervise import __main__ as supervise
from deploy.local.supervise import control_socket
from deploy.local.verbs import up

pytestmark = pytest.mark.servers

SCRIPT = """
import signal, sys, time
from pathlib import Path
from deploy.local.machine.places import Places
from deploy.local.machine.process import Process
from deploy.local.machine.spawn import spawn
from deploy.local.supervise.supervisor import Supervisor
from lendkit.process.background import die_with_parent

places = Places(Path(sys.argv[1]))
supervisor = Supervisor(places)

def sleeper():
    def body():
        import os
        if os.fork() == 0:
            die_with_parent()
            time.sleep(600)
        time.sleep(600)
        return 0
    return spawn(body, log=places.log("sleeper"), env={})

supervisor.add(Process("sleeper", sleeper, "parties", "web", grace=2))
supervisor.phase = "ready"
while not supervisor.asked_to_stop:
    supervisor.turn()
supervisor.stop_all(["sleeper"])
supervisor.close()
"""


@pytest.fixture
def places(tmp_path: Path) -> Places:
    stack = Places(tmp_path)
    stack.make()
    return stack


@pytest.fixture
def supervisor(places: Places) -> Iterator[subprocess.Popen[bytes]]:
    running = subprocess.Popen([sys.executable, "-c", SCRIPT, str(places.data)], cwd=ROOT)
    until(lambda: places.control.exists() and row(places)["state"] == "running")
    yield running
    running.kill()
    running.wait()


def until(done: Callable[[], bool], seconds: float = 10) -> None:
    deadline = time.monotonic() + seconds
    while not done():
        assert time.monotonic() < deadline, "it did not come to pass"
        time.sleep(0.02)


def row(places: Places) -> dict[str, object]:
    try:
        return dict(control_socket.ask(places.control, do="status")["processes"][0])
    except control_socket.NotRunning:
        return {"state": "unknown", "pid": None}


def alive(pid: int) -> bool:
    stat = process_table.stat(pid)
    return stat is not None and stat.state != "Z"


@pytest.mark.usefixtures("supervisor")
def test_what_is_killed_comes_back_and_leaves_no_child_behind(places: Places) -> None:
    pid = int(str(row(places)["pid"]))
    until(lambda: len(process_table.family(pid)) == 2)
    child = process_table.family(pid)[1]
    control_socket.ask(places.control, do="kill", name="sleeper")
    until(lambda: row(places)["pid"] not in (pid, None))
    assert row(places)["restarts"] == 1
    until(lambda: not alive(child))


@pytest.mark.usefixtures("supervisor")
def test_stop_start_and_restart(places: Places) -> None:
    first = row(places)["pid"]
    control_socket.ask(places.control, do="restart", name="sleeper")
    until(lambda: row(places)["state"] == "running" and row(places)["pid"] != first)
    control_socket.ask(places.control, do="stop", name="sleeper")
    until(lambda: row(places) | {"seconds": 0} == row(places) | {"state": "stopped", "pid": None, "seconds": 0})
    control_socket.ask(places.control, do="start", name="sleeper")
    until(lambda: row(places)["state"] == "running")


@pytest.mark.usefixtures("supervisor")
def test_an_unknown_name_is_answered_with_the_known_ones(places: Places) -> None:
    with pytest.raises(RuntimeError, match="sleeper"):
        control_socket.ask(places.control, do="kill", name="nobody")


def test_nothing_outlives_a_supervisor_that_is_killed(places: Places, supervisor: subprocess.Popen[bytes]) -> None:
    pid = int(str(row(places)["pid"]))
    supervisor.send_signal(signal.SIGKILL)
    until(lambda: not alive(pid))
    with pytest.raises(control_socket.NotRunning):
        control_socket.ask(places.control, do="status")


def test_shutdown_ends_everything(places: Places, supervisor: subprocess.Popen[bytes]) -> None:
    pid = int(str(row(places)["pid"]))
    control_socket.ask(places.control, do="shutdown")
    assert supervisor.wait(10) == 0
    assert not alive(pid)
    assert not places.control.exists()


def test_what_keeps_dying_is_started_ever_more_slowly(places: Places) -> None:
    process = Process("false", lambda: spawn(program(["/bin/false"]), log=places.log("false"), env={}))
    process.start()
    pauses: list[float] = []
    while len(pauses) < 4:
        if process.ended():
            pauses.append(process.pause)
            process.start()
        time.sleep(0.01)
    process.stop()
    until(process.ended)
    assert pauses == [0.5, 1.0, 2.0, 4.0]


def test_only_the_very_process_that_was_recorded_is_killed() -> None:
    with subprocess.Popen(["sleep", "60"]) as sleeper:
        stat = process_table.stat(sleeper.pid)
        assert stat is not None
        assert process_table.kill_recorded([{"pid": sleeper.pid, "began": stat.began + 1}]) == 0
        assert sleeper.poll() is None
        both = [{"pid": sleeper.pid, "began": stat.began}, {"pid": os.getpid(), "began": 1}]
        assert process_table.kill_recorded(both) == 1


@pytest.mark.usefixtures("supervisor")
def test_a_second_start_gives_way_to_the_first(places: Places) -> None:
    with open(places.lock, "w", encoding="utf-8") as first, open(places.lock, "w", encoding="utf-8") as second:
        fcntl.flock(first, fcntl.LOCK_EX)
        assert supervise._locked(second, places) is False
        fcntl.flock(first, fcntl.LOCK_UN)
        assert supervise._locked(second, places) is True


def test_fresh_deletes_nothing_but_a_stack(tmp_path: Path) -> None:
    letter = tmp_path / "letters.txt"
    letter.write_text("dear", encoding="utf-8")
    with pytest.raises(SystemExit, match="holds no stack"):
        up._wipe(Places(tmp_path))
    assert letter.exists()
