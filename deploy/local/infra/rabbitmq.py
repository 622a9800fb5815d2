"""The stack's own RabbitMQ node: its own home, cookie, epmd and ports, so it never meets another node."""

import json
import os
import shutil
import socket
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pika
from pika.adapters.utils.connection_workflow import AMQPConnectorException
from pika.exceptions import AMQPError

from deploy.local.machine.atomic_files import read_json, write_text
from deploy.local.machine.places import Places
from deploy.local.machine.process import Process
from deploy.local.machine.spawn import program, spawn

BINARIES = Path("/usr/lib/rabbitmq/bin")
ADMIN = "admin"
NODE = "lend@localhost"
_QUIET = "+sbwt none +sbwtdcpu none +sbwtdio none -kernel inet_dist_use_interface {127,0,0,1}"


@dataclass
class RabbitMQ:
    """`definitions` (JSON text) is loaded at each start, so the topology is always the committed one."""

    places: Places
    ports: Mapping[str, int]
    password: str
    definitions: str
    vhost: str = "lend"
    stale: set[tuple[str, str, str]] = field(default_factory=set)

    @property
    def home(self) -> Path:
        return self.places.rabbit

    @property
    def whole(self) -> Path:
        """Written once the node has been ready: without it the database may be half-made."""
        return self.home / "whole"

    def url(self, user: str = ADMIN, password: str | None = None, vhost: str | None = None) -> str:
        return f"amqp://{user}:{password or self.password}@127.0.0.1:{self.ports['amqp']}/{vhost or self.vhost}"

    def prepare(self) -> None:
        if not self.whole.exists():
            shutil.rmtree(self.home / "db", ignore_errors=True)
        for folder in ("home", "db", "log"):
            (self.home / folder).mkdir(parents=True, exist_ok=True)
        (self.home / "enabled_plugins").write_text("[].\n", encoding="utf-8")
        self.stale = _bindings(read_json(self.home / "definitions.json")) - _bindings(json.loads(self.definitions))
        write_text(self.home / "definitions.json", self.definitions, mode=0o600)
        write_text(self.home / "rabbitmq.conf", self._conf())

    def process(self) -> Process:
        return Process("rabbitmq", self.launch, grace=20)

    def launch(self) -> int:
        argv = [str(BINARIES / "rabbitmq-server")]
        return spawn(program(argv), log=self.places.log("rabbitmq"), env=self.env())

    def ready(self) -> bool:
        """A login that works and the topology in place; then the database counts as whole."""
        if not _open(self.ports["amqp"]):
            return False
        try:
            self._connect().close()
        except (AMQPError, AMQPConnectorException, OSError):  # the second when it takes the connection and says nothing
            return False
        self.whole.touch()
        return True

    def forget_stale(self) -> None:
        """Loading definitions only adds: what an older version bound, and this one does not, is unbound here."""
        if self.stale:
            with self._connect() as connection:
                channel = connection.channel()
                for source, queue, key in sorted(self.stale):
                    channel.queue_unbind(queue, source, key)

    def _connect(self) -> pika.BlockingConnection:
        parameters = pika.URLParameters(self.url())
        parameters.socket_timeout = parameters.stack_timeout = 5
        return pika.BlockingConnection(parameters)

    def stop_epmd(self) -> None:
        """It outlives the broker; ours is told by its own port, so no other node's is touched."""
        epmd = shutil.which("epmd")
        if epmd:
            command = [epmd, "-port", str(self.ports["epmd"]), "-kill"]
            subprocess.run(command, capture_output=True, check=False, env=self.env())

    def ctl(self) -> list[str]:
        """The command line of rabbitmqctl for this node; it needs `env()`."""
        return [str(BINARIES / "rabbitmqctl"), "-n", NODE]

    def env(self) -> dict[str, str]:
        home = self.home
        return {
            "PATH": os.environ.get("PATH", os.defpath),
            "LC_ALL": "C.UTF-8",
            "HOME": str(home / "home"),
            "RUNNING_UNDER_SYSTEMD": "true",  # the script execs the broker instead of standing in front of it
            "RABBITMQ_CONF_ENV_FILE": "/dev/null",
            "RABBITMQ_NODENAME": NODE,
            "RABBITMQ_MNESIA_BASE": str(home / "db"),
            "RABBITMQ_LOG_BASE": str(home / "log"),
            "RABBITMQ_LOGS": "-",
            "RABBITMQ_ENABLED_PLUGINS_FILE": str(home / "enabled_plugins"),
            "RABBITMQ_CONFIG_FILE": str(home / "rabbitmq.conf"),
            "RABBITMQ_PID_FILE": str(home / "pid"),
            "RABBITMQ_DIST_PORT": str(self.ports["dist"]),
            "ERL_EPMD_PORT": str(self.ports["epmd"]),
            "ERL_EPMD_ADDRESS": "127.0.0.1",
            "RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS": _QUIET,
        }

    def _conf(self) -> str:
        return "\n".join(
            (
                f"listeners.tcp.1 = 127.0.0.1:{self.ports['amqp']}",
                "log.console = true",
                "log.console.level = warning",
                "loopback_users.guest = true",
                f"load_definitions = {self.home / 'definitions.json'}",
                "vm_memory_high_watermark.absolute = 1GB",
                "disk_free_limit.absolute = 100MB",
                "collect_statistics_interval = 30000",
                "",
            )
        )


def _bindings(definitions: Any) -> set[tuple[str, str, str]]:
    rows = definitions["bindings"] if definitions else []
    return {(row["source"], row["destination"], row["routing_key"]) for row in rows}


def _open(port: int) -> bool:
    try:
        socket.create_connection(("127.0.0.1", port), timeout=1).close()
    except OSError:
        return False
    return True
