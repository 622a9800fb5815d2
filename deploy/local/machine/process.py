"""One supervised process: what it is, how it is started, and what state it is in."""

import os
import signal
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

BACKOFF_FIRST, BACKOFF_LAST = 0.5, 10.0
STEADY_SECONDS = 30


@dataclass
class Process:
    """`launch` starts it and returns its pid; `cleanup` runs after each end, before the next start."""

    name: str
    launch: Callable[[], int]
    service: str | None = None
    verb: str | None = None
    stop_signal: int = signal.SIGTERM
    grace: float = 15.0
    cleanup: Callable[[], None] = lambda: None
    pid: int | None = None
    state: str = "stopped"  # stopped, running, waiting (to be started again), stopping
    restarts: int = 0
    since: float = field(default_factory=time.monotonic)
    due: float = 0.0
    pause: float = BACKOFF_FIRST
    again: bool = False

    def start(self) -> None:
        if self.pid is None:
            self.pid = self.launch()
            self._enter("running")

    def stop(self, *, again: bool = False) -> None:
        """Ask it to end and stay down, or to come up `again`; `overdue` tells when asking was not enough."""
        self.again = again
        if self.pid is None:
            self._wait_for(0.0) if again else self._enter("stopped")
            return
        self._enter("stopping")
        self.due = time.monotonic() + self.grace
        self.signal(self.stop_signal)

    def kill(self) -> None:
        """SIGKILL to the one process, as a crash would be; what it leaves behind is our business at its end."""
        self.signal(signal.SIGKILL)

    def signal(self, number: int) -> None:
        if self.pid is not None:
            os.kill(self.pid, number)

    def ended(self) -> bool:
        """Reap it if it has ended: then it waits for its next start, or stays down."""
        if self.pid is None or os.waitpid(self.pid, os.WNOHANG)[0] == 0:
            return False
        self._end_group()
        self.pid = None
        self.cleanup()
        if self.state == "stopping":
            self._wait_for(0.0) if self.again else self._enter("stopped")
        else:
            self._back_off()
        return True

    def tick(self, now: float) -> None:
        """Start it when its time has come; end it by force when its grace is over."""
        if now < self.due:
            return
        if self.state == "waiting":
            self.start()
        elif self.state == "stopping" and self.pid is not None:
            self._end_group()
            self.kill()

    def row(self) -> dict[str, Any]:
        return {
            "name": self.name,
            "pid": self.pid,
            "service": self.service,
            "verb": self.verb,
            "state": self.state,
            "restarts": self.restarts,
            "seconds": int(time.monotonic() - self.since),
        }

    def _enter(self, state: str) -> None:
        self.state = state
        self.since = time.monotonic()

    def _wait_for(self, seconds: float) -> None:
        self.due = time.monotonic() + seconds
        self._enter("waiting")

    def _back_off(self) -> None:
        steady = time.monotonic() - self.since > STEADY_SECONDS
        self.pause = BACKOFF_FIRST if steady or self.restarts == 0 else min(self.pause * 2, BACKOFF_LAST)
        self.restarts += 1
        self._wait_for(self.pause)

    def _end_group(self) -> None:
        """Its children share its process group: none may go on without it, nor hold its port."""
        try:
            os.killpg(self.pid or 0, signal.SIGKILL)
        except (ProcessLookupError, PermissionError):
            return
