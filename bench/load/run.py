"""One run of wrk against one endpoint of one side, with the CPU time that each request took."""

import json
import os
import re
import resource
import subprocess
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bench.load import calls, machine
from bench.load.side import Side, pool, token

PAUSE_SECONDS = 1  # what was under way when wrk hung up is done by then
SCRIPT = Path(__file__).with_name("replay.lua")


@dataclass(frozen=True)
class Result:
    """`cpu_ms` per request by group; `settled` are the seconds until nothing was under way any more."""

    requests: int
    seconds: float
    p50_ms: float
    p95_ms: float
    errors: int
    cpu_ms: dict[str, float]
    foreign: float
    settled: float

    @property
    def per_second(self) -> float:
        return self.requests / self.seconds

    @property
    def kept_up(self) -> float:
        """Requests a second when the run ends only once everybody else has taken what came of it."""
        return self.requests / (self.seconds + self.settled)


def run(side: Side, name: str, seconds: int, connections: int) -> Result:
    """Raises RuntimeError when an endpoint's pool is empty or wrk says nothing."""
    endpoint = side.config.endpoints[name]
    time.sleep(PAUSE_SECONDS)
    items = pool(side, endpoint)
    if "pool" in endpoint and not items:
        raise RuntimeError(f"{side.name}: nothing is left for {name}")
    access, groups = token(side), side.groups(endpoint)
    with tempfile.NamedTemporaryFile("w", suffix=".tsv", encoding="utf-8") as file:
        file.write("\n".join(calls.lines(endpoint, items, int(time.time()))) + "\n")
        file.flush()
        before, busy, began = machine.cpu(groups), _strangers_clock(), time.monotonic()
        said = _wrk(side, endpoint, file.name, access, seconds, connections)
        used = {group: spent - before[group] for group, spent in machine.cpu(groups).items()}
        foreign = _strangers_clock() - busy - sum(used.values())
        took = time.monotonic() - began
    count = max(1, said["requests"])
    return Result(
        requests=said["requests"],
        seconds=said["seconds"],
        p50_ms=said["p50_ms"],
        p95_ms=said["p95_ms"],
        errors=said["http_errors"] + said["socket_errors"],
        cpu_ms={group: 1000 * spent / count for group, spent in used.items()},
        foreign=max(0.0, foreign) / took / (os.cpu_count() or 1),
        settled=side.settle() if endpoint.get("phase") == "write" else 0.0,
    )


def _wrk(side: Side, endpoint: Any, file: str, access: str, seconds: int, connections: int) -> dict[str, Any]:
    headers = "\n".join(f"{name}: {value}" for name, value in side.config.headers.items())
    command = ["wrk", "-t1", f"-c{connections}", f"-d{seconds}s", "--timeout", "30s", "-s", str(SCRIPT)]
    done = subprocess.run(
        [*command, side.base(endpoint)],
        env={**os.environ, "REQUESTS": file, "HEADERS": headers, "TOKEN": access},
        capture_output=True,
        text=True,
        check=False,
    )
    found = re.search(r"^JSON (.*)$", done.stdout, re.MULTILINE)
    if done.returncode or found is None:
        raise RuntimeError(f"wrk failed: {done.stderr or done.stdout}")
    result: dict[str, Any] = json.loads(found[1])
    return result


def _strangers_clock() -> float:
    """CPU seconds of everything but wrk."""
    own = resource.getrusage(resource.RUSAGE_CHILDREN)
    return machine.everything()[0] - own.ru_utime - own.ru_stime
