"""Runs a Python module of ours as a process of its own, with nothing but its input and for a limited time."""

import os
import subprocess
import sys
import threading
from collections.abc import Sequence

from lendkit.values.errors import Unavailable

MAX_PROCESSES = 2
WAIT_SECONDS = 20
_slots = threading.BoundedSemaphore(MAX_PROCESSES)


class Died(Exception):
    """The process was killed by its limits, failed, or ran out of time."""


def run(module: str, arguments: Sequence[str] = (), *, stdin: bytes = b"", seconds: float) -> bytes:
    """What `python -m module` prints. Raises Died, or Unavailable when too many run already.

    Two at a time limit the memory that hostile files can take from a service.
    """
    if not _slots.acquire(timeout=WAIT_SECONDS):
        raise Unavailable("Too many files are being processed right now. Try again shortly.")
    try:
        result = subprocess.run(
            [sys.executable, "-I", "-m", module, *arguments],
            input=stdin,
            capture_output=True,
            timeout=seconds,
            env={"PATH": os.defpath, "LC_ALL": "C.UTF-8"},
            cwd="/",
            check=False,
        )
    except subprocess.TimeoutExpired as exc:
        raise Died(f"not done in {seconds} s") from exc
    finally:
        _slots.release()
    if result.returncode != 0:
        raise Died(f"ended with {result.returncode}: {result.stderr[-500:].decode(errors='replace')}")
    return result.stdout
