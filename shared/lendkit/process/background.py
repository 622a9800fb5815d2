"""One parent, a child per long-lived loop: what dies is started again, and nothing outlives the parent."""

import ctypes
import logging
import os
import signal
import time
from collections.abc import Callable, Mapping

from setproctitle import setproctitle

log = logging.getLogger(__name__)

PR_SET_PDEATHSIG = 1
RESTART_SECONDS = 0.5
GRACE_SECONDS = 20


def die_with_parent() -> None:
    """Ask Linux to kill this process when its parent dies, even by kill -9."""
    ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)


def run(service: str, children: Mapping[str, Callable[[], None]]) -> None:
    """Fork each child, start again what dies, and on SIGTERM end them all."""
    setproctitle(f"lend {service} background")
    stopping: list[bool] = []
    signal.signal(signal.SIGTERM, lambda *_: stopping.append(True))
    signal.signal(signal.SIGINT, lambda *_: stopping.append(True))
    running = {_fork(service, name, body): name for name, body in children.items()}
    while not stopping:
        pid, status = os.waitpid(-1, os.WNOHANG)
        if pid in running:
            name = running.pop(pid)
            log.warning("child_ended", extra={"child": name, "status": status})
            time.sleep(RESTART_SECONDS)
            running[_fork(service, name, children[name])] = name
        elif pid == 0:
            time.sleep(0.1)
    _end(list(running))


def _fork(service: str, name: str, body: Callable[[], None]) -> int:
    parent = os.getpid()
    pid = os.fork()
    if pid:
        return pid
    code = 1
    try:
        die_with_parent()
        if os.getppid() == parent:
            setproctitle(f"lend {service} {name}")
            signal.signal(signal.SIGTERM, signal.SIG_DFL)
            body()
            code = 0
    except BaseException:
        log.exception("child_failed", extra={"child": name})
    finally:
        os._exit(code)


def _end(pids: list[int]) -> None:
    for pid in pids:
        os.kill(pid, signal.SIGTERM)
    deadline = time.monotonic() + GRACE_SECONDS
    while pids and time.monotonic() < deadline:
        pids = [pid for pid in pids if os.waitpid(pid, os.WNOHANG)[0] == 0]
        time.sleep(0.05)
    for pid in pids:
        os.kill(pid, signal.SIGKILL)
