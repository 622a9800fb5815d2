"""Kill, stop, start or restart the process NAME; kill also takes NAME/CHILD, as in parties-background/relay."""

import os
import signal
import time
from typing import Any

from deploy.docker import process_actions as containers
from deploy.docker.stack import Stack
from deploy.local.machine import process_table
from deploy.local.machine.places import Places
from deploy.local.supervise import control_socket
from deploy.local.verbs import options

SECONDS = 40


def main(verb: str, argv: list[str]) -> int:
    parser = options.parser(verb, __doc__)
    parser.add_argument("name", nargs="+", help="a process of ./dev status")
    arguments = parser.parse_args(argv)
    places = options.places(arguments)
    stack = Stack.of(places)
    for name in arguments.name:
        try:
            print(f"{name}: {containers.act(stack, verb, name) if stack else _act(places, verb, name)}")
        except (control_socket.NotRunning, RuntimeError) as exc:
            raise SystemExit(str(exc)) from None
    return 0


def _act(places: Places, verb: str, name: str) -> str:
    process, _, child = name.partition("/")
    if child:
        return _kill_child(places, verb, process, child)
    before = control_socket.ask(places.control, do=verb, name=process)["pid"]
    if verb == "kill":
        return f"killed {before}"
    row = _settled(places, process, before if verb == "restart" else None, "stopped" if verb == "stop" else "running")
    return f"{row['state']}" + (f", pid {row['pid']}" if row["pid"] else "")


def _settled(places: Places, name: str, not_pid: int | None, state: str) -> dict[str, Any]:
    """Wait until the process is in that state, and for a restart no longer the one it was."""
    deadline = time.monotonic() + SECONDS
    while time.monotonic() < deadline:
        row = find(places, name)
        if row["state"] == state and (row["pid"] != not_pid or row["pid"] is None):
            return row
        time.sleep(0.1)
    raise RuntimeError(f"{name} is not {state} after {SECONDS} s")


def find(places: Places, name: str) -> dict[str, Any]:
    rows = control_socket.ask(places.control, do="status")["processes"]
    return next(dict(row) for row in rows if row["name"] == name)


def _kill_child(places: Places, verb: str, name: str, child: str) -> str:
    if verb != "kill":
        raise RuntimeError(f"{name}/{child} is a child process: it can only be killed, its parent starts it again")
    rows = control_socket.ask(places.control, do="status")["processes"]
    parent = next((row["pid"] for row in rows if row["name"] == name), None)
    pid = process_table.child(parent, child) if parent else None
    if pid is None:
        raise RuntimeError(f"{name} has no child called {child}")
    os.kill(pid, signal.SIGKILL)
    return f"killed {pid}"
