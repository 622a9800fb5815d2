"""Run commands, one after the other or in lanes beside each other, with their times, and sum up at the end."""

import os
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path

from deploy.local.machine.places import ROOT

PYTHON = sys.executable
BIN = Path(sys.executable).parent


@dataclass(frozen=True)
class Command:
    """One step: its name in the summary and what is run."""

    name: str
    argv: Sequence[str | Path]
    cwd: Path = ROOT
    env: Mapping[str, str] = field(default_factory=dict)


@dataclass
class Steps:
    """`failed` holds the names of what did not succeed; nothing stops the rest."""

    rows: list[tuple[str, float, bool]] = field(default_factory=list)
    printing: threading.Lock = field(default_factory=threading.Lock)
    began: float = field(default_factory=time.monotonic)
    stopped: bool = False

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

    def run_aside(self, command: Command, *, fine: Sequence[int] = (0,), always: bool = False) -> bool:
        """Where several run at once: output comes whole, when it is over. After Ctrl-C only what must be, `always`."""
        if self.stopped and not always:
            return False
        began = time.monotonic()
        done = subprocess.run(
            [str(part) for part in command.argv],
            cwd=command.cwd,
            env={**os.environ, **command.env},
            check=False,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
        )
        seconds = time.monotonic() - began
        with self.printing:
            print(f"\n── {command.name} ({seconds:.1f} s)", flush=True)
            sys.stdout.buffer.write(done.stdout)
            sys.stdout.flush()
            self.rows.append((command.name, seconds, done.returncode in fine))
        return done.returncode in fine

    def lanes(self, *lanes: Callable[[], None]) -> None:
        """All at once; raises what the first of them raised, when all are over. Ctrl-C lets none begin anything new."""
        with ThreadPoolExecutor(len(lanes)) as pool:
            futures = [pool.submit(lane) for lane in lanes]
            try:
                for future in futures:
                    future.result()
            except KeyboardInterrupt:
                self.stopped = True
                raise

    def do(self, name: str, body: Callable[[], bool]) -> bool:
        with self.printing:
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
        print(f"         {time.monotonic() - self.began:7.1f} s  in all")
        return 1 if self.failed else 0
