"""Running a small Python program of ours with nothing but what it needs, and not for long."""

import os
import subprocess
import sys
import threading
from collections.abc import Sequence

from lendkit.values.errors import Unavailable

AT_ONCE = 2
WAIT_SECONDS = 20
_turn = threading.BoundedSemaphore(AT_ONCE)


class Died(Exception):
    """It was killed, by its limits or by its time."""


def run(module: str, arguments: Sequence[str] = (), *, given: bytes = b"", seconds: float) -> bytes:
    """What `python -m module` prints. Raises Died, or Unavailable when too many run already.

    Two at once bound the memory that strangers' files can take from a service.
    """
    if not _turn.acquire(timeout=WAIT_SECONDS):
        raise Unavailable("Too many files are being opened right now. Try again soon.")
    try:
        done = subprocess.run(
            [sys.executable, "-I", "-m", module, *arguments],
            input=given,
            capture_output=True,
            timeout=seconds,
            env={"PATH": os.defpath, "LC_ALL": "C.UTF-8"},
            cwd="/",
            check=False,
        )
    except subprocess.TimeoutExpired as exc:
        raise Died(f"not done in {seconds} s") from exc
    finally:
        _turn.release()
    if done.returncode != 0:
        raise Died(f"ended with {done.returncode}: {done.stderr[-500:].decode(errors='replace')}")
    return done.stdout
