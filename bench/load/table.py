"""The table: each endpoint of the peer and of ours, what a request costs, and how far we are from the goal."""

import json
import statistics
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

from bench.load.run import Result

# How many times the peer's requests per second we want: docs/performance.md says why.
GOALS: Mapping[str, float] = json.loads(Path(__file__).with_name("goals.json").read_text(encoding="utf-8"))
HEADINGS = (
    "endpoint",
    "peer req/s",
    "app + pg ms",
    "ours req/s",
    "app + pg ms",
    "p95 ms",
    "rest ms",
    "CPU",
    "ratio",
    "goal",
)
Results = Mapping[str, Sequence[Result]]


def lines(peer: Results, ours: Results) -> Iterator[str]:
    """Markdown, medians of the runs; a result with errors is void."""
    yield _row(HEADINGS)
    yield _row(["---", *["---:"] * (len(HEADINGS) - 1)])
    for name in ours:
        yield _row([name, *_cells(name, peer.get(name, ()), ours[name])])


def _cells(name: str, peer: Sequence[Result], ours: Sequence[Result]) -> list[str]:
    left, right = _shown(peer), _shown(ours)
    if not peer or not ours or left[0] == VOID or right[0] == VOID:
        return [*left, *right, "", "", "", "", f"{GOALS[name]:g} ×"]
    ratio = _median(result.per_second for result in ours) / _median(result.per_second for result in peer)
    rest = _median(result.cpu_ms["rest"] for result in ours)
    p95 = _median(result.p95_ms for result in ours)
    cpu = _cost(peer) / _cost(ours)
    return [*left, *right, f"{p95:.0f}", f"{rest:.1f}", f"{cpu:.1f} ×", f"{ratio:.1f} ×", f"{GOALS[name]:g} ×"]


VOID = "void"


def _shown(runs: Sequence[Result]) -> list[str]:
    if not runs:
        return ["–", ""]
    errors = sum(result.errors for result in runs)
    if errors:
        return [VOID, f"{errors} errors"]
    cpu = [_median(result.cpu_ms[group] for result in runs) for group in ("app", "postgres")]
    return [f"{_median(result.per_second for result in runs):.0f}", f"{cpu[0]:.1f} + {cpu[1]:.1f}"]


def _cost(runs: Sequence[Result]) -> float:
    """CPU ms of a request, of the application and its database: what other load on the machine hardly changes."""
    return _median(result.cpu_ms["app"] + result.cpu_ms["postgres"] for result in runs)


def _median(values: Iterable[float]) -> float:
    return statistics.median(values)


def _row(cells: Iterable[str]) -> str:
    return f"| {' | '.join(cells)} |"
