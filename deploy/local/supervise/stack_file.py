"""`stack.json`: what the outside needs to know of a stack that is ready. Its shape is part of the public contract."""

from typing import Any

from deploy.local.machine.atomic_files import read_json, write_json
from deploy.local.machine.places import Places

_SHOWN = ("name", "pid", "service", "verb")


def write(places: Places, content: dict[str, Any], processes: list[dict[str, Any]]) -> None:
    write_json(places.stack, {**content, "processes": _shown(processes)}, mode=0o600)


def read(places: Places) -> dict[str, Any]:
    """The file's content; raises SystemExit with a sentence when no stack is up."""
    content = read_json(places.stack)
    if content is None:
        raise SystemExit(f"No stack is running here ({places.stack} doesn't exist). Start one: ./dev up")
    return dict(content)


def update_pids(places: Places, processes: list[dict[str, Any]]) -> None:
    content = read_json(places.stack)
    if content is not None and content.get("processes") != _shown(processes):
        write(places, content, processes)


def _shown(processes: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [{key: process[key] for key in _SHOWN} for process in processes]
