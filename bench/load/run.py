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

PAUSE_SECONDS = 1  # requests still running when wrk hung up are done by then
SCRIPT = Path(__file__).with_name("replay.lua")


@dataclass(frozen=True)
class Result:
    """`cpu_ms` per request by group; `settled`: seconds until all events were consumed."""

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
        """Requests a second including the time until all events were consumed."""
        return self.requests / (self.seconds + self.settled)


def run(side: Side, name: str, seconds: int, connections: int) -> Result:
    """Raises RuntimeError when an endpoint's pool is empty or wrk fails."""
    endpoint = side.config.endpoints[name]
    time.sleep(PAUSE_SECONDS)
    items = pool(side, endpoint)
    if "pool" in endpoint and not items:
        raise RuntimeError(f"{side.name}: nothing is left for {name}")
    access, groups = token(side), side.groups(endpoint)
    with tempfile.NamedTemporaryFile("w", suffix=".tsv", encoding="utf-8") as file:
        file.write("\n".join(calls.lines(endpoint, items, int(time.time()))) + "\n")
        file.flush()
        before, busy, began = machine.cpu(groups), _others_clock(), time.monotonic()
        output = _wrk(side, endpoint, file.name, access, seconds, connections)
        used = {group: spent - before[group] for group, spent in machine.cpu(groups).items()}
        foreign = _others_clock() - busy - sum(used.values())
        took = time.monotonic() - began
    count = max(1, output["requests"])
    return Result(
        requests=output["requests"],
        seconds=output["seconds"],
        p50_ms=output["p50_ms"],
        p95_ms=output["p95_ms"],
        errors=output["http_errors"] + output["socket_errors"],
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
    match = re.search(r"^JSON (.*)$", done.stdout, re.MULTILINE)
    if done.returncode or match is None:
        raise RuntimeError(f"wrk failed: {done.stderr or done.stdout}")
    result: dict[str, Any] = json.loads(match[1])
    return result


def _others_clock() -> float:
    """CPU seconds of everything but wrk."""
    own = resource.getrusage(resource.RUSAGE_CHILDREN)
    return machine.everything()[0] - own.ru_utime - own.ru_stime
