"""The one parent of all processes of a stack: starts them, starts again what dies, answers the verbs.

Single-threaded on purpose: Python services are forks of this very process, and only a process without threads may fork.
"""

import os
import select
import signal
import socket
import time
from collections.abc import Callable, Mapping
from typing import Any

from deploy.local.machine import process_table
from deploy.local.machine.atomic_files import write_json
from deploy.local.machine.places import Places
from deploy.local.machine.process import Process
from deploy.local.machine.spawn import spawn
from deploy.local.supervise import control_socket, stack_file


class Stopping(Exception):
    """Somebody asked the stack to end while it was still starting."""


class StartFailed(RuntimeError):
    """A step of the start did not come to an end; the message says which log tells why."""


class Supervisor:
    def __init__(self, places: Places, *, watched: bool = False) -> None:
        self.places = places
        self.watched = watched
        self.processes: dict[str, Process] = {}
        self.phase = "starting"
        self.asked_to_stop = False
        self.server = control_socket.listen(places.control)
        self.wake, self._poke = _wakeup()

    def add(self, process: Process) -> None:
        """Supervise from now on, and start it."""
        self.processes[process.name] = process
        process.start()
        self._record()

    def turn(self, seconds: float = 0.5) -> None:
        """Sleep until a child ends, a verb asks or `seconds` pass; then do what is due."""
        select.select([self.server, self.wake], [], [], max(0.0, min(seconds, self._until_due())))
        _drain(self.wake)
        control_socket.serve_one(self.server, self._handle)
        now = time.monotonic()
        before = self._pids()
        for process in self.processes.values():
            process.ended()
            process.tick(now)
        if self._pids() != before:
            self._record()

    def wait(self, done: Callable[[], bool], seconds: float, failure: str) -> None:
        """Supervise until `done`; raises StartFailed with `failure` when it takes too long."""
        deadline = time.monotonic() + seconds
        while not done():
            if self.asked_to_stop:
                raise Stopping
            if time.monotonic() > deadline:
                raise StartFailed(failure)
            self.turn(0.05)

    def run(self, name: str, body: Callable[[], int], env: Mapping[str, str], seconds: float = 120) -> None:
        """Run something that ends by itself, supervising meanwhile; raises StartFailed unless it exits with 0."""
        self.finish([self.begin(name, body, env)], seconds)

    def begin(self, name: str, body: Callable[[], int], env: Mapping[str, str]) -> tuple[str, int]:
        return name, spawn(body, log=self.places.log(name), env=env)

    def finish(self, begun: list[tuple[str, int]], seconds: float = 120) -> None:
        left = dict(begun)

        def done() -> bool:
            for name, pid in list(left.items()):
                ended, status = os.waitpid(pid, os.WNOHANG)
                if ended:
                    del left[name]
                    if status:
                        raise StartFailed(f"{name} failed: see {self.places.log(name)}")
            return not left

        self.wait(done, seconds, f"{', '.join(left)} took longer than {seconds:.0f} s: see {self.places.logs}")

    def stop_all(self, *groups: list[str]) -> None:
        """End the groups one after the other, the processes of a group together."""
        for group in groups:
            members = [self.processes[name] for name in group if name in self.processes]
            for process in members:
                process.stop()
            while any(process.pid is not None for process in members):
                self.turn(0.05)

    def close(self) -> None:
        self.server.close()
        self.places.control.unlink(missing_ok=True)
        self.places.pids.unlink(missing_ok=True)

    def _handle(self, request: dict[str, Any]) -> dict[str, Any]:
        verb = request["do"]
        if verb == "status":
            rows = [process.row() for process in self.processes.values()]
            return {"phase": self.phase, "watched": self.watched, "processes": rows}
        if verb == "shutdown":
            self.asked_to_stop = True
            return {"ok": True}
        process = self.processes.get(request["name"])
        if process is None:
            raise ValueError(f"no process is called {request['name']}; there are: {', '.join(self.processes)}")
        pid = process.pid
        _ACTS[verb](process)
        return {"ok": True, "pid": pid}

    def _until_due(self) -> float:
        due = [process.due for process in self.processes.values() if process.state in ("waiting", "stopping")]
        return min(due) - time.monotonic() if due else 60.0

    def _pids(self) -> list[int | None]:
        return [process.pid for process in self.processes.values()]

    def _record(self) -> None:
        """Keep the list of pids, and the stack file once it is there, true."""
        pids = [process.pid for process in self.processes.values() if process.pid is not None]
        stats = [row for row in (process_table.stat(pid) for pid in pids) if row is not None]
        write_json(self.places.pids, [{"pid": row.pid, "began": row.began} for row in stats])
        stack_file.update_pids(self.places, [process.row() for process in self.processes.values()])


_ACTS: dict[str, Callable[[Process], None]] = {
    "kill": Process.kill,
    "stop": Process.stop,
    "start": Process.start,
    "restart": lambda process: process.stop(again=True),
}


def _wakeup() -> tuple[socket.socket, socket.socket]:
    """A socket that becomes readable when a signal arrives, so that the end of a child is seen at once."""
    ready, poke = socket.socketpair()
    ready.setblocking(False)
    poke.setblocking(False)
    signal.set_wakeup_fd(poke.fileno(), warn_on_full_buffer=False)
    signal.signal(signal.SIGCHLD, lambda *_: None)
    return ready, poke


def _drain(ready: socket.socket) -> None:
    try:
        while ready.recv(4096):
            continue
    except BlockingIOError:
        return
