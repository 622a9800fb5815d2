"""Run a list of commands one after the other, with their times, and sum up at the end."""

import os
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from deploy.local.machine.places import ROOT

PYTHON = sys.executable
BIN = Path(sys.executable).parent


@dataclass
class Steps:
    """`failed` holds the names of what did not succeed; nothing stops the rest."""

    rows: list[tuple[str, float, bool]] = field(default_factory=list)
    printing: threading.Lock = field(default_factory=threading.Lock)

    @property
    def failed(self) -> list[str]:
        return [name for name, _, good in self.rows if not good]

    def run(
        self,
        name: str,
        argv: Sequence[str | Path],
        *,
        env: Mapping[str, str] | None = None,
        cwd: Path = ROOT,
        fine: Sequence[int] = (0,),
    ) -> bool:
        """Output goes straight through; `fine` are the exit codes that count as success."""

        def body() -> bool:
            full = {**os.environ, **(env or {})}
            return subprocess.run([str(part) for part in argv], cwd=cwd, env=full, check=False).returncode in fine

        return self.do(name, body)

    def run_aside(self, name: str, argv: Sequence[str | Path], *, env: Mapping[str, str]) -> bool:
        """Where several run at once: output comes whole, when it is over."""
        print(f"\n… {name}", flush=True)
        began = time.monotonic()
        full = {**os.environ, **env}
        done = subprocess.run(
            [str(part) for part in argv],
            cwd=ROOT,
            env=full,
            check=False,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
        )
        with self.printing:
            print(f"\n── {name}", flush=True)
            sys.stdout.buffer.write(done.stdout)
            sys.stdout.flush()
            self.rows.append((name, time.monotonic() - began, done.returncode == 0))
        return done.returncode == 0

    def do(self, name: str, body: Callable[[], bool]) -> bool:
        print(f"\n── {name}", flush=True)
        began = time.monotonic()
        good = body()
        self.rows.append((name, time.monotonic() - began, good))
        return good

    def summary(self) -> int:
        """Print the times; 0 when all is well."""
        print("\n── summary", flush=True)
        for name, seconds, good in self.rows:
            print(f"  {'ok    ' if good else 'FAILED'} {seconds:7.1f} s  {name}")
        return 1 if self.failed else 0
