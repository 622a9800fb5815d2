"""Whose CPU time it was: read from /proc, charged to groups of processes."""

import os
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path

from deploy.local.machine import process_table

TICKS = os.sysconf("SC_CLK_TCK")
Groups = Mapping[str, Callable[[], Iterable[int]]]  # a name → the processes it has now


def cpu(groups: Groups) -> dict[str, float]:
    """CPU seconds of each group so far, ended children included."""
    return {name: sum(map(_seconds, find())) for name, find in groups.items()}


def everything() -> tuple[float, float]:
    """CPU seconds of the whole machine so far, and those that its host took away."""
    values = list(map(int, Path("/proc/stat").read_text(encoding="utf-8").split("\n", 1)[0].split()[1:]))
    return (sum(values[:7]) - values[3] - values[4]) / TICKS, values[7] / TICKS


def backends(postmaster: int, database: str) -> list[int]:
    """What a cluster does for one of its databases: its sessions, and the helpers that all databases share."""
    return [pid for pid in process_table.family(postmaster) if _serves(process_table.title(pid), database)]


def _serves(title: str, database: str) -> bool:
    """A session's title is `postgres: login database 127.0.0.1(port) state`; a helper's has no port."""
    return "(" not in title or f" {database} 127.0.0.1(" in title


def _seconds(pid: int) -> float:
    try:
        fields = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8", errors="replace").rpartition(")")[2].split()
    except OSError:
        return 0.0
    return sum(map(int, fields[11:15])) / TICKS
