"""Start one supervised process by fork: programs exec, Python services run in the fork itself."""

import ctypes
import os
import resource
import signal
import sys
import traceback
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

PR_SET_PDEATHSIG = 1
_LIBC = ctypes.CDLL(None)


def spawn(body: Callable[[], int], *, log: Path, env: Mapping[str, str], death: int = signal.SIGKILL) -> int:
    """Fork a child that runs `body` in its own process group and dies with us; returns its pid.

    Only for a single-threaded caller: the child goes on with a copy of this very process.
    """
    sys.stdout.flush()
    sys.stderr.flush()
    parent = os.getpid()
    pid = os.fork()
    if pid:
        return pid
    code = 1
    try:
        _become_child(parent, log, env, death)
        code = body()
    except SystemExit as end:
        code = end.code if isinstance(end.code, int) else int(end.code is not None)
    except BaseException:  # noqa: BLE001 - a forked child must never return into the supervisor's code
        traceback.print_exc()
    finally:
        _flush()
        os._exit(code)


def program(argv: Sequence[str], cwd: Path | None = None) -> Callable[[], int]:
    """A body that becomes another program."""

    def body() -> int:
        if cwd is not None:
            os.chdir(cwd)
        for number in (signal.SIGPIPE, signal.SIGXFSZ):  # Python ignores both, and exec would pass that on
            signal.signal(number, signal.SIG_DFL)
        os.execve(argv[0], list(argv), dict(os.environ))

    return body


def _become_child(parent: int, log: Path, env: Mapping[str, str], death: int) -> None:
    os.setpgid(0, 0)
    signal.set_wakeup_fd(-1)
    for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP, signal.SIGCHLD):
        signal.signal(number, signal.SIG_DFL)
    _LIBC.prctl(PR_SET_PDEATHSIG, death)
    if os.getppid() != parent:
        os._exit(1)
    _redirect(log)
    os.environ.clear()
    os.environ.update(env)


def _redirect(log: Path) -> None:
    """Standard streams to nothing and the log; every other descriptor of the supervisor is closed."""
    nothing = os.open(os.devnull, os.O_RDONLY)
    output = os.open(log, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o640)
    os.dup2(nothing, 0)
    os.dup2(output, 1)
    os.dup2(output, 2)
    os.closerange(3, min(resource.getrlimit(resource.RLIMIT_NOFILE)[0], 65536))


def _flush() -> None:
    for stream in (sys.stdout, sys.stderr):
        try:
            stream.flush()
        except (OSError, ValueError):
            continue
