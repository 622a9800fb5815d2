"""What only the machine's owner can do: read and lock the databases, freeze a process, turn the broker's screws."""

import os
import signal
import socket
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pika
import psycopg2
from pika.adapters.blocking_connection import BlockingChannel

from deploy.local.machine import process_table
from deploy.local.machine.places import ROOT, Places
from deploy.local.supervise import control_socket
from deploy.local.supervise.service_processes import Services
from deploy.local.verbs import service_commands
from lendkit.values.identifiers import uuid7


@dataclass(frozen=True)
class Machine:
    """The one on which the stack under test runs, without containers."""

    stack: dict[str, Any]
    parts: Services

    @classmethod
    def of(cls, stack: dict[str, Any], data: Path) -> "Machine":
        parts = service_commands.services(Places(data))
        assert isinstance(parts, Services), "this needs a stack without containers"
        return cls(stack, parts)

    def rows(self, service: str, statement: str, *params: Any) -> list[tuple[Any, ...]]:
        return asked(self.stack["databases"][service], statement, *params)

    def one(self, service: str, statement: str, *params: Any) -> Any:
        return self.rows(service, statement, *params)[0][0]

    def owner_url(self, service: str) -> str:
        """Of the login that may change the tables, as migrations do."""
        secret = self.parts.secrets["owners"][service]
        return self.parts.postgres.url(service, f"{service}_owner", secret)

    def log(self, name: str) -> str:
        return self.parts.places.log(name).read_text(encoding="utf-8", errors="replace")

    def process(self, name: str) -> int | None:
        rows = control_socket.ask(self.parts.places.control, do="status")["processes"]
        return next(row["pid"] for row in rows if row["name"] == name)

    def child(self, name: str, title: str) -> int | None:
        """A child process by the end of its title; None while it is being started again."""
        parent = self.process(name)
        return process_table.child(parent, title) if parent else None

    def worker(self, service: str) -> int | None:
        """The process that answers requests; its parent starts another when it dies."""
        parent = self.process(f"{service}-web")
        return next(iter(process_table.family(parent)[1:]), None) if parent else None

    def rabbitmqctl(self, *words: str) -> None:
        rabbit = self.parts.rabbit
        command = [*rabbit.ctl(), "--quiet", *words]
        done = subprocess.run(command, env=rabbit.env(), capture_output=True, text=True, check=False, timeout=60)
        assert done.returncode == 0, done.stdout + done.stderr

    @contextmanager
    def channel(self) -> Iterator[BlockingChannel]:
        """An administrator's."""
        with pika.BlockingConnection(pika.URLParameters(self.stack["amqp_url"])) as connection:
            channel = connection.channel()
            channel.confirm_delivery()
            yield channel

    def depth(self, queue: str) -> int:
        with self.channel() as channel:
            return int(channel.queue_declare(queue, passive=True).method.message_count)

    def broker_listens(self) -> bool:
        return reachable(self.stack["amqp_url"])


def asked(url: str, statement: str, *params: Any) -> list[tuple[Any, ...]]:
    connection = psycopg2.connect(url)
    try:
        with connection, connection.cursor() as cursor:
            cursor.execute(statement, params or None)
            return cursor.fetchall() if cursor.description else []
    finally:
        connection.close()


def reachable(url: str) -> bool:
    at = urlsplit(url)
    try:
        socket.create_connection((at.hostname or "", at.port or 0), 1).close()
    except OSError:
        return False
    return True


def kill(pid: int | None) -> bool:
    """Kill -9, if it is there."""
    if pid is None:
        return False
    try:
        os.kill(pid, signal.SIGKILL)
    except ProcessLookupError:
        return False
    return True


@contextmanager
def frozen(pid: int) -> Iterator[None]:
    """It is there, holds its connections, and does nothing; somebody may have ended it meanwhile."""
    os.kill(pid, signal.SIGSTOP)
    try:
        yield
    finally:
        with suppress(ProcessLookupError):
            os.kill(pid, signal.SIGCONT)


def waited(look: Callable[[], Any], seconds: float, what: str) -> float:
    """How long it took; an AssertionError that says `what` when it took longer."""
    began = time.monotonic()
    while not look():
        assert time.monotonic() - began < seconds, f"{what}: not within {seconds} s"
        time.sleep(0.05)
    return time.monotonic() - began


@contextmanager
def standing_in(machine: Machine, service: str, argv: list[str], **environment: str) -> Iterator[Path]:
    """A process of ours in the place of a service's, with its environment; gives its log."""
    log = machine.parts.places.log(f"{service}-stand-in-{uuid7().hex[-6:]}")
    env = {**machine.parts.environment(service), **environment}
    with log.open("wb") as out:
        process = subprocess.Popen(argv, cwd=ROOT, env=env, stdout=out, stderr=subprocess.STDOUT)
    try:
        yield log
        assert process.poll() is None, log.read_text(encoding="utf-8")[-2000:]
    finally:
        process.terminate()
        process.wait(timeout=30)
