"""The environment of each service's processes, and how such a process is forked from the supervisor."""

import json
import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from setproctitle import setproctitle

from deploy.local.infra.postgres import Postgres
from deploy.local.infra.rabbitmq import RabbitMQ
from deploy.local.machine.places import Places
from deploy.local.machine.process import Process
from deploy.local.machine.service_list import SERVICES
from deploy.local.machine.spawn import spawn


@dataclass(frozen=True)
class Services:
    """Everything that a service's process must be told."""

    places: Places
    ports: Mapping[str, int]
    secrets: Mapping[str, Any]
    postgres: Postgres
    rabbit: RabbitMQ
    watched: bool = False

    def environment(self, service: str) -> dict[str, str]:
        logins, owners = self.secrets["logins"], self.secrets["owners"]
        env = {
            "PATH": os.environ.get("PATH", os.defpath),
            "HOME": str(self.places.data),
            "LC_ALL": "C.UTF-8",
            "PYTHONUNBUFFERED": "1",
            "DATABASE_URL": self.postgres.url(service, service, logins[service]),
            "MIGRATE_DATABASE_URL": self.postgres.url(service, f"{service}_owner", owners[service]),
            "AMQP_URL": self.rabbit.url(service, self.secrets["broker"][service]),
            "BIND": f"127.0.0.1:{self.ports[service]}",
            "CLIENT_SECRET": self.secrets["clients"][service],
            "ALLOWED_ORIGINS": ",".join(self.origins()),
            "WEB_WORKERS": "1",
            "WEB_THREADS": "8",
            "LOG_LEVEL": "INFO",
            "CHECK_EVENTS": "1",
        }
        env.update({f"{other.upper()}_URL": f"http://127.0.0.1:{self.ports[other]}" for other in SERVICES})
        env.update(self._own(service))
        return env | _passed_on()

    def origins(self) -> list[str]:
        """Where browsers may come from: the gateway and, while the sources are followed, the SPA's dev server."""
        ports = [self.ports["gateway"], *([self.ports["vite"]] if self.watched else [])]
        return [f"http://{host}:{port}" for port in ports for host in ("127.0.0.1", "localhost")]

    def process(self, service: str, verb: str) -> Process:
        name = f"{service}-{verb}"

        def launch() -> int:
            return spawn(lambda: run(service, [verb]), log=self.places.log(name), env=self.environment(service))

        return Process(name, launch, service, verb)

    def _own(self, service: str) -> dict[str, str]:
        """What only one service reads."""
        here = {
            "documents": {"STORE_DIR": str(self.places.data / "documents")},
            "notifications": {
                "WS_BIND": f"127.0.0.1:{self.ports['ws']}",
                "SMTP_URL": f"smtp://127.0.0.1:{self.ports['smtp']}",
                "TASKS_URL": self.rabbit.url(service, self.secrets["broker"][service], vhost="%2Ftasks"),
                "BASE_URL": self.origins()[0],
            },
        }
        return settings_of(service, self.secrets) | here.get(service, {})


def settings_of(service: str, secrets: Mapping[str, Any]) -> dict[str, str]:
    """The keys that only one service has, wherever it runs."""
    keys = secrets["field_keys"]
    return {
        "auth": {
            "FIELD_KEYS": keys["auth"],
            "SERVICE_SECRETS": json.dumps(secrets["clients"]),
            "ARGON2_COST": "low",
        },
        "parties": {"FIELD_KEYS": keys["parties"], "SEALING_PRIVATE_KEY": secrets["sealing_private"]},
        "applications": {"SEALING_PUBLIC_KEY": secrets["sealing_public"]},
    }.get(service, {})


def run(service: str, argv: Sequence[str]) -> int:
    """In the fork: become the service."""
    setproctitle(f"lend {service} {argv[0]}")
    from lendkit.process import cli

    return cli.main(service, list(argv))


def _passed_on() -> dict[str, str]:
    """Settings that the developer may give on the command line: LEND_LOG_LEVEL=DEBUG ./dev up."""
    prefix = "LEND_"
    return {name.removeprefix(prefix): value for name, value in os.environ.items() if name.startswith(prefix)}
