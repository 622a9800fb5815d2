"""The peer, brought up in a folder of its own: its virtual environment, a PostgreSQL like ours, gunicorn."""

import os
import secrets
import signal
import subprocess
import time
from collections.abc import Iterable, Mapping
from datetime import date
from pathlib import Path
from typing import Any

import requests

from bench.load.machine import Groups
from bench.load.side import Config
from deploy.local.infra.postgres import Postgres
from deploy.local.machine import ports, process_table
from deploy.local.machine.places import ROOT, Places
from deploy.local.machine.process import Process
from deploy.local.machine.spawn import program, spawn
from deploy.local.quality.steps import BIN, PYTHON

CODE = ROOT / "bench" / "peer"
DATABASE = "loancrm"
SECONDS = 60


class Peer:
    """Started by `up`, ended by `down`; what was seeded stays in its folder for the next time."""

    name = "peer"
    config = Config.load("peer")

    def __init__(self, data: Path, workers: int, threads: int) -> None:
        self.places = Places(data)
        self.places.make()
        self.reservation = ports.Reservation(self.places.key)
        self.ports = ports.choose(self.places, self.reservation, None)
        self.venv = data / "venv"
        self.postgres = Postgres(self.places, self.ports["postgres"], self._secret("postgres"))
        self._workers = ["--workers", str(workers), "--threads", str(threads)]
        self._running: list[Process] = []

    def up(self, applications: int) -> None:
        self._install()
        self.postgres.prepare()
        self._start(self.postgres.process(), self.postgres.ready)
        stamp = self.places.data / "seeded"
        wanted = f"{applications} on {date.today()}"
        if not stamp.exists() or stamp.read_text(encoding="utf-8") != wanted:
            self._seed(applications)
            stamp.write_text(wanted, encoding="utf-8")
        self._start(Process("gunicorn", self._gunicorn), self._answers)

    def down(self) -> None:
        while self._running:
            process = self._running.pop()
            process.signal(signal.SIGINT if process.name == "postgres" else signal.SIGTERM)
            os.waitpid(process.pid or 0, 0)
        self.reservation.release()

    def base(self, endpoint: Mapping[str, Any]) -> str:
        return self.front()

    def front(self) -> str:
        return f"http://127.0.0.1:{self.ports['gateway']}"

    def password(self) -> str:
        return self._secret("login")

    def database(self, name: str) -> str:
        return self.postgres.url(name)

    def groups(self, endpoint: Mapping[str, Any]) -> Groups:
        postgres, gunicorn = self._running
        return {"app": _family(gunicorn), "postgres": _family(postgres)}

    def settle(self) -> float:
        """Whatever it does is done when it answers."""
        return 0.0

    def _install(self) -> None:
        if (self.venv / "bin" / "gunicorn").exists():
            return
        print("installing the peer's packages", flush=True)
        subprocess.run([BIN / "uv", "venv", "-q", "--clear", "--python", PYTHON, self.venv], check=True)
        target = ["--python", str(self.venv / "bin" / "python"), "-r", str(CODE / "requirements.txt")]
        subprocess.run([BIN / "uv", "pip", "install", "-q", *target], check=True)

    def _seed(self, applications: int) -> None:
        print(f"filling the peer's database with {applications} applications", flush=True)
        tools = self.postgres.install / "bin"
        for command in ("dropdb --if-exists", "createdb"):
            subprocess.run([*f"{tools}/{command}".split(), DATABASE], env=self._env(), check=True, capture_output=True)
        self._manage("migrate", "-v", "0")
        self._manage("seed", "--applications", str(applications))

    def _manage(self, *argv: str) -> None:
        python = self.venv / "bin" / "python"
        subprocess.run([python, "manage.py", *argv], cwd=CODE, env=self._env(), check=True)

    def _gunicorn(self) -> int:
        bind = ["--bind", f"127.0.0.1:{self.ports['gateway']}", "--log-level", "warning"]
        argv = [str(self.venv / "bin" / "gunicorn"), "crm.wsgi:application", *bind, *self._workers]
        return spawn(program(argv, CODE), log=self.places.log("gunicorn"), env=self._env(), death=signal.SIGTERM)

    def _answers(self) -> bool:
        try:
            with requests.Session() as session:
                session.trust_env = False
                return session.get(f"{self.front()}/api/applications/", timeout=2).status_code == 401
        except requests.RequestException:
            return False

    def _start(self, process: Process, ready: Any) -> None:
        process.start()
        self._running.append(process)
        deadline = time.monotonic() + SECONDS
        while not ready():
            if process.ended() or time.monotonic() > deadline:
                raise RuntimeError(f"the peer's {process.name} did not start: see {self.places.log(process.name)}")
            time.sleep(0.1)

    def _env(self) -> dict[str, str]:
        here = {"PGHOST": "127.0.0.1", "PGPORT": str(self.ports["postgres"]), "PGUSER": "postgres"}
        own = {"SECRET_KEY": self._secret("key"), "MEDIA_ROOT": str(self.places.data / "media")}
        return {
            "PATH": os.environ.get("PATH", os.defpath),
            "LC_ALL": "C.UTF-8",
            "PGDATABASE": DATABASE,
            "PGPASSWORD": self.postgres.password,
            "PEER_PASSWORD": self.password(),
            **here,
            **own,
        }

    def _secret(self, name: str) -> str:
        """Made once for this folder."""
        file = self.places.data / f"{name}.secret"
        if not file.exists():
            file.touch(mode=0o600)
            file.write_text(secrets.token_urlsafe(40), encoding="utf-8")
        return file.read_text(encoding="utf-8")


def _family(process: Process) -> Any:
    def find() -> Iterable[int]:
        return process_table.family(process.pid or 0)

    return find
