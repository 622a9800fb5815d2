"""Measure: `peer` (or nothing) our endpoints beside the peer's, `live` how live it is, `start` the stack's own start.

`start`: fresh start, warm start, end, memory.
"""

import shutil
import subprocess
import tempfile
import time
from pathlib import Path

from deploy.local.machine import process_table
from deploy.local.machine.places import ROOT, Places
from deploy.local.quality.steps import PYTHON
from deploy.local.supervise import control_socket
from deploy.local.verbs import options

MODULES = {"peer": "bench.load", "live": "bench.live"}


def main(argv: list[str]) -> int:
    what, rest = ("peer", argv) if not argv or argv[0].startswith("-") else (argv[0], argv[1:])
    if what == "start":
        options.parser("bench start", __doc__).parse_args(rest)
        return _start()
    if what not in MODULES:
        raise SystemExit(f"./dev bench {'|'.join(MODULES)}|start")
    return subprocess.run([PYTHON, "-m", MODULES[what], *rest], cwd=ROOT, check=False).returncode


def _start() -> int:
    places = Places(Path(tempfile.mkdtemp(prefix="lend-bench-")))
    for name, verb in (
        ("up --fresh", ["up", "--detach", "--no-spa", "--fresh"]),
        ("down", ["down"]),
        ("up again", ["up", "--detach", "--no-spa"]),
    ):
        print(f"{name:<12} {_timed([*verb, '--data', str(places.data)]):6.1f} s", flush=True)
    time.sleep(5)
    print(f"{'memory':<12} {_memory(places):6.0f} MB proportional, all processes")
    _timed(["down", "--data", str(places.data)])
    shutil.rmtree(places.data)
    return 0


def _timed(verb: list[str]) -> float:
    began = time.monotonic()
    subprocess.run([PYTHON, "-m", "deploy.local", *verb], check=True, stdout=subprocess.DEVNULL)
    return time.monotonic() - began


def _memory(places: Places) -> float:
    processes = control_socket.ask(places.control, do="status")["processes"]
    rows = process_table.everything()
    supervisor = next(row.parent for row in rows if row.pid == processes[0]["pid"])
    return sum(process_table.pss_kb(pid) for pid in process_table.family(supervisor, rows)) / 1024
