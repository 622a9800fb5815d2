"""Compare our endpoints with the peer's: both are started, filled alike and measured in turn."""

import argparse
import json
import os
from collections.abc import Sequence
from dataclasses import asdict
from datetime import date
from pathlib import Path

from bench.dataset.fill import fill
from bench.load import table
from bench.load.ours import Ours
from bench.load.peer import Peer
from bench.load.run import Result, run
from bench.load.side import Side
from deploy.local.machine.packages import need
from deploy.local.machine.places import ROOT

WARM_UP_SECONDS = 2


def main() -> int:
    parser = argparse.ArgumentParser(prog="./dev bench peer", description=__doc__)
    parser.add_argument("--applications", type=int, default=20_000, metavar="N", help="in each (default: 20000)")
    parser.add_argument("--runs", type=int, default=3, help="of each endpoint; the table has the medians (default: 3)")
    parser.add_argument("--seconds", type=int, default=10, help="of each run (default: 10)")
    parser.add_argument("--connections", type=int, default=8, help="at once (default: 8)")
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--threads", type=int, default=4, help="of each worker")
    parser.add_argument("--only", default="", metavar="A,B", help="these endpoints")
    parser.add_argument("--ours-only", action="store_true", help="leave the peer out")
    parser.add_argument("--data", default=ROOT / "var" / "bench", metavar="DIR", help="of both (default: var/bench)")
    parser.add_argument("--out", type=Path, metavar="FILE", help="every run, as JSON")
    arguments = parser.parse_args()
    need({"wrk": Path("/usr/bin/wrk")})
    data = Path(arguments.data).absolute()
    peer = None if arguments.ours_only else Peer(data / "peer", arguments.workers, arguments.threads)
    ours = Ours(data / "ours", arguments.workers, arguments.threads)
    try:
        if peer:
            peer.up(arguments.applications)
        _fill(ours, arguments.applications)
        sides: list[Side] = [ours] if peer is None else [peer, ours]
        results = _measure(sides, arguments)
    finally:
        if peer:
            peer.down()
        ours.down()
    _report(results, arguments)
    return (
        1 if any(result.errors for by_name in results.values() for runs in by_name.values() for result in runs) else 0
    )


def _fill(ours: Ours, applications: int) -> None:
    """Keeps the dataset of an earlier run where it has this size and is from today: arrears depend on the day."""
    stamp, wanted = ours.places.data / "filled", f"{applications} on {date.today()}"
    filled = stamp.exists() and stamp.read_text(encoding="utf-8") == wanted
    print("bringing up our stack", flush=True)
    ours.up(fresh=not filled)
    if not filled:
        print(f"filling our databases with {applications} applications", flush=True)
        fill(ours.stack, ours.database, ours.settle, applications)
        stamp.write_text(wanted, encoding="utf-8")


def _measure(sides: Sequence[Side], arguments: argparse.Namespace) -> dict[str, dict[str, list[Result]]]:
    """Reads first, for writes change what reads see."""
    config = sides[0].config.endpoints
    wanted = arguments.only.split(",") if arguments.only else list(config)
    names = sorted(wanted, key=lambda name: config[name].get("phase", "read"))
    results: dict[str, dict[str, list[Result]]] = {side.name: {} for side in sides}
    for name in names:
        for side in sides:
            if not side.config.endpoints[name].get("once"):
                run(side, name, WARM_UP_SECONDS, arguments.connections)
        for _ in range(arguments.runs):
            for side in sides:
                result = run(side, name, arguments.seconds, arguments.connections)
                results[side.name].setdefault(name, []).append(result)
                print(_line(side, name, result), flush=True)
    return results


def _line(side: Side, name: str, result: Result) -> str:
    cpu = ", ".join(f"{group} {spent:.1f}" for group, spent in result.cpu_ms.items())
    errors = f", {result.errors} ERRORS" if result.errors else ""
    kept = f", {result.kept_up:.0f} including all consumers" if result.settled else ""
    return (
        f"{name:<18} {side.name}  {result.per_second:7.1f} req/s{kept}, p95 {result.p95_ms:.0f} ms, CPU ms: {cpu}, "
        f"others use {result.foreign:.0%} of the machine{errors}"
    )


def _report(results: dict[str, dict[str, list[Result]]], arguments: argparse.Namespace) -> None:
    print(
        f"\n{date.today()}, {arguments.applications} applications, {arguments.connections} connections, "
        f"{arguments.workers} workers of {arguments.threads} threads, {arguments.runs} runs of {arguments.seconds} s, "
        f"{os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}\n"
    )
    print(*table.lines(results.get("peer", {}), results["ours"]), sep="\n")
    if arguments.out:
        all_runs = [
            {"side": side, "endpoint": name, **asdict(result)}
            for side, by_name in results.items()
            for name, runs in by_name.items()
            for result in runs
        ]
        arguments.out.write_text(json.dumps(all_runs, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    raise SystemExit(main())
