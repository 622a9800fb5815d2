"""What Linux says about processes: start times, parents, titles, memory."""

import os
import signal
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Stat:
    """One line of /proc: `began` tells a process from a later one with the same number."""

    pid: int
    parent: int
    state: str
    began: int


def stat(pid: int) -> Stat | None:
    try:
        text = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8", errors="replace")
    except OSError:
        return None
    fields = text.rpartition(")")[2].split()
    return Stat(pid, int(fields[1]), fields[0], int(fields[19]))


def title(pid: int) -> str:
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace").strip()
    except OSError:
        return ""


def everything() -> list[Stat]:
    stats = (stat(int(entry)) for entry in os.listdir("/proc") if entry.isdigit())
    return [row for row in stats if row is not None and row.state != "Z"]


def family(pid: int, among: list[Stat] | None = None) -> list[int]:
    """The process and all its descendants."""
    rows = everything() if among is None else among
    members, seen = [pid], 0
    while seen < len(members):
        members += [row.pid for row in rows if row.parent == members[seen]]
        seen += 1
    return members


def child(parent: int, title_end: str) -> int | None:
    """The first descendant whose title ends so."""
    return next((pid for pid in family(parent)[1:] if title(pid).endswith(title_end)), None)


def pss_kb(pid: int) -> int:
    """Proportional memory of one process: shared pages are counted once over all who share them."""
    try:
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text(encoding="utf-8").splitlines()
    except OSError:
        return 0
    return next((int(line.split()[1]) for line in lines if line.startswith("Pss:")), 0)


def kill_recorded(records: list[dict[str, int]]) -> int:
    """SIGKILL those of the recorded processes that still are the same ones, with their descendants."""
    rows = everything()
    began = {row.pid: row.began for row in rows}
    doomed = [r["pid"] for r in records if began.get(r["pid"]) == r["began"]]
    for pid in {member for parent in doomed for member in family(parent, rows)}:
        try:
            os.kill(pid, signal.SIGKILL)
        except ProcessLookupError:
            continue
    return len(doomed)
