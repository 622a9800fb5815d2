"""Our own stack, brought up in a folder of its own as production runs it, and filled with copies of real deals."""

import os
import subprocess
import time
from collections.abc import Iterable, Mapping
from contextlib import closing
from pathlib import Path
from typing import Any

import psycopg2

from bench.load import machine
from bench.load.machine import Groups
from bench.load.side import Config
from deploy.local.infra import credentials
from deploy.local.infra.dead_letter_queue import DeadLetters
from deploy.local.infra.postgres import ADMIN
from deploy.local.machine import process_table
from deploy.local.machine.atomic_files import read_json
from deploy.local.machine.places import Places
from deploy.local.quality.steps import PYTHON
from deploy.local.supervise import stack_file

TIMEOUT_SECONDS = 900
STEP_SECONDS = 0.2


class Ours:
    """`up` brings it up, `down` ends it; what was seeded stays in its folder for the next time."""

    name = "ours"
    config = Config.load("ours")

    def __init__(self, data: Path, workers: int, threads: int) -> None:
        self.places = Places(data)
        # On a developer's machine every event is checked against its schema, and one worker has eight threads.
        production = {"LEND_WEB_WORKERS": str(workers), "LEND_WEB_THREADS": str(threads), "LEND_CHECK_EVENTS": "0"}
        self._env = {**os.environ, **production, "LEND_LOG_LEVEL": "WARNING"}

    def up(self, *, fresh: bool) -> None:
        self._dev("up", "--detach", "--no-spa", *(["--fresh"] if fresh else []))
        self.stack = stack_file.read(self.places)
        self._ports = read_json(self.places.ports)
        self._secrets = credentials.load(self.places)

    def down(self) -> None:
        self._dev("down")

    def base(self, endpoint: Mapping[str, Any]) -> str:
        return f"http://127.0.0.1:{self._ports[endpoint['service']]}"

    def front(self) -> str:
        return str(self.stack["base_url"])

    def password(self) -> str:
        email = self.config.login["email"]
        return str(next(user["password"] for user in self.stack["users"] if user["email"] == email))

    def database(self, name: str) -> str:
        return f"postgresql://{ADMIN}:{self._secrets['postgres']}@127.0.0.1:{self._ports['postgres']}/{name}"

    def groups(self, endpoint: Mapping[str, Any]) -> Groups:
        service, pids = endpoint["service"], {row["name"]: row["pid"] for row in self.stack["processes"]}

        def app() -> Iterable[int]:
            return process_table.family(pids[f"{service}-web"])

        def postgres() -> Iterable[int]:
            return machine.backends(pids["postgres"], service)

        def rest() -> Iterable[int]:
            everything = {pid for root in pids.values() for pid in process_table.family(root)}
            return everything - {*app(), *postgres()}

        return {"app": app, "postgres": postgres, "rest": rest}

    def settle(self) -> float:
        """Until every event is published and consumed; raises TimeoutError."""
        began, deadline = time.monotonic(), time.monotonic() + TIMEOUT_SECONDS
        with closing(DeadLetters(self.stack["amqp_url"])) as letters:
            while self._unsent() or any(letters.depth(service).ready for service in self.stack["databases"]):
                if time.monotonic() > deadline:
                    raise TimeoutError(f"events are still waiting after {TIMEOUT_SECONDS} s")
                time.sleep(STEP_SECONDS)
        return time.monotonic() - began

    def _unsent(self) -> bool:
        for url in self.stack["databases"].values():
            with closing(psycopg2.connect(url)) as connection, connection.cursor() as cursor:
                cursor.execute("SELECT EXISTS (SELECT 1 FROM outbox WHERE published_at IS NULL AND held_at IS NULL)")
                row = cursor.fetchone()
                if row and row[0]:
                    return True
        return False

    def _dev(self, verb: str, *argv: str) -> None:
        command = [PYTHON, "-m", "deploy.local", verb, "--data", str(self.places.data), *argv]
        subprocess.run(command, env=self._env, check=True, stdout=subprocess.DEVNULL)
