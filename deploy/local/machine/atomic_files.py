"""Small JSON files that are either whole or absent."""

import json
import os
from pathlib import Path
from typing import Any


def read_json(path: Path) -> Any:
    """The file's content, or None when it is absent or was cut off by a crash."""
    try:
        return json.loads(path.read_text(encoding="utf-8"))
    except (FileNotFoundError, ValueError):
        return None


def write_json(path: Path, content: Any, mode: int = 0o644) -> None:
    write_text(path, json.dumps(content, indent=2, ensure_ascii=False) + "\n", mode)


def write_text(path: Path, content: str, mode: int = 0o644) -> None:
    """Write beside, then rename: a reader never sees half a file."""
    beside = path.with_name(f"{path.name}.{os.getpid()}.new")
    descriptor = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, mode)
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        file.write(content)
    beside.replace(path)
