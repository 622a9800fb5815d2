"""A PostgreSQL and a RabbitMQ for tests: in a folder of their own, forgetful and fast, gone with the process."""

import atexit
import json
import os
import shutil
import signal
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from deploy.local.infra import rabbitmq, topology
from deploy.local.infra.postgres import FAST_AND_FORGETFUL, Postgres
from deploy.local.infra.rabbitmq import RabbitMQ
from deploy.local.machine import packages, ports
from deploy.local.machine.places import Places
from deploy.local.machine.process import Process
from deploy.local.machine.service_list import SERVICES

PASSWORD = "test"
SECONDS = 90
MEMORY_LEAST = 4 * 1024**3


class Servers:
    """Started when first asked for; ended, and their folder removed, by `close`."""

    def __init__(self) -> None:
        self.places = Places(Path(tempfile.mkdtemp(prefix="lend-test-", dir=_memory())))
        self.places.make()
        self.reservation = ports.Reservation(self.places.key)
        self.ports = ports.choose(self.places, self.reservation, None)
        self.running: list[Process] = []
        self.rabbit: RabbitMQ | None = None
        atexit.register(self.close)

    def postgres_url(self) -> str:
        """URL of the superuser of a cluster that forgets everything in a power cut, and nothing else."""
        server = Postgres(self.places, self.ports["postgres"], PASSWORD, FAST_AND_FORGETFUL)
        server.prepare()
        self._start(server.process(), server.ready)
        return server.url()

    def amqp_url(self) -> str:
        """URL of the administrator of a node with the committed topology; every login's password is `test`."""
        packages.need({"rabbitmq-server": rabbitmq.BINARIES / "rabbitmq-server"})
        secrets = {"rabbitmq": PASSWORD, "broker": dict.fromkeys(SERVICES, PASSWORD)}
        self.rabbit = RabbitMQ(self.places, self.ports, PASSWORD, topology.filled(secrets))
        self.rabbit.prepare()
        self._start(self.rabbit.process(), self.rabbit.ready)
        return self.rabbit.url()

    def rabbitmqctl(self) -> str:
        """How to call rabbitmqctl for this node, as JSON: the command and its environment."""
        assert self.rabbit is not None
        return json.dumps({"argv": self.rabbit.ctl(), "env": self.rabbit.env()})

    def environment(self) -> dict[str, str]:
        """Both servers, as the tests are told of them."""
        return {
            "TEST_DATABASE_URL": self.postgres_url(),
            "TEST_AMQP_URL": self.amqp_url(),
            "TEST_RABBITMQCTL": self.rabbitmqctl(),
        }

    def close(self) -> None:
        while self.running:
            process = self.running.pop()
            if process.pid is not None:
                process.signal(signal.SIGQUIT if process.name == "postgres" else signal.SIGKILL)
                os.waitpid(process.pid, 0)
        if self.rabbit is not None:
            self.rabbit.stop_epmd()
            self.rabbit = None
        self.reservation.release()
        shutil.rmtree(self.places.data, ignore_errors=True)
        shutil.rmtree(self.places.run, ignore_errors=True)

    def _start(self, process: Process, ready: Callable[[], bool]) -> None:
        process.start()
        self.running.append(process)
        deadline = time.monotonic() + SECONDS
        while not ready():
            if process.ended() or time.monotonic() > deadline:
                log = self.places.log(process.name).read_text(encoding="utf-8", errors="replace")
                raise RuntimeError(f"{process.name} for the tests did not start:\n{log[-2000:]}")
            time.sleep(0.1)


def _memory() -> Path | None:
    """A folder in memory where there is room: a test that makes its own database is twice as fast there."""
    shared = Path("/dev/shm")
    roomy = shared.is_dir() and os.access(shared, os.W_OK) and shutil.disk_usage(shared).free > MEMORY_LEAST
    return shared if roomy else None


_servers: Servers | None = None


def start(kind: str) -> str:
    """`postgres` or `rabbitmq` for this test process; its URL."""
    global _servers
    _servers = _servers or Servers()
    if kind == "postgres":
        return _servers.postgres_url()
    url = _servers.amqp_url()
    os.environ["TEST_RABBITMQCTL"] = _servers.rabbitmqctl()
    return url
