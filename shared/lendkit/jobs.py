"""The clock of a service: small sweeps that run again and again; each is harmless when run twice."""

import logging
import signal
import time
from collections.abc import Callable, Mapping

from sqlalchemy.exc import DBAPIError

from lendkit import context
from lendkit.errors import DomainError

log = logging.getLogger(__name__)

Schedule = Mapping[str, tuple[float, Callable[[], None]]]  # name -> (seconds between runs, what to run)


def run(schedule: Schedule) -> None:
    """Run every sweep at its interval until SIGTERM; a failing one is logged and tried again next time."""
    stopping: list[bool] = []
    signal.signal(signal.SIGTERM, lambda *_: stopping.append(True))
    due = {name: time.monotonic() + every for name, (every, _) in schedule.items()}
    while not stopping:
        for name, (every, sweep) in schedule.items():
            if time.monotonic() >= due[name]:
                due[name] = time.monotonic() + every
                _run_one(name, sweep)
        time.sleep(0.5)


def _run_one(name: str, sweep: Callable[[], None]) -> None:
    try:
        with context.bind(actor=context.SYSTEM):
            sweep()
    except (DBAPIError, DomainError) as fault:
        log.error("sweep_failed", extra={"job": name, "error": repr(fault)[:300]})
