"""Run once before the services start: their databases and logins, the broker's topology, and a file of settings each.

Secrets are made on the first start and kept in the `secrets` volume; each service's volume holds its own alone.
"""

import json
import os
import shlex
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg2
import requests

from deploy.local.infra import credentials, databases, topology
from deploy.local.machine.atomic_files import write_text
from deploy.local.machine.places import Places
from deploy.local.machine.service_list import SERVICES
from deploy.local.supervise.service_processes import settings_of

SECRETS, SETTINGS = Path("/secrets"), Path("/settings")
UID = 10001  # of the user in the images
PATIENCE_SECONDS = 120


@dataclass(frozen=True)
class Postgres:
    """The cluster of the compose file, as `databases.make` wants it."""

    host: str
    password: str

    def url(self, database: str = "postgres", user: str = "postgres", password: str | None = None) -> str:
        return f"postgresql://{user}:{password or self.password}@{self.host}:5432/{database}"


@dataclass(frozen=True)
class Rabbit:
    host: str

    def url(self, user: str, password: str, vhost: str = topology.VHOST) -> str:
        return f"amqp://{user}:{password}@{self.host}:5672/{vhost}"


def main() -> None:
    secrets = credentials.load(Places(SECRETS))
    postgres = Postgres("postgres", os.environ["POSTGRES_PASSWORD"])
    _await("PostgreSQL", lambda: psycopg2.connect(postgres.url(), connect_timeout=2).close())
    databases.make(postgres, secrets)
    _topology({**secrets, "rabbitmq": os.environ["RABBITMQ_DEFAULT_PASS"]})
    for service in SERVICES:
        _write(service, settings(service, secrets, postgres, Rabbit("rabbitmq")))
    print("databases, logins, topology and settings are there")


def settings(service: str, secrets: Mapping[str, Any], postgres: Postgres, rabbit: Rabbit) -> dict[str, str]:
    """What the service reads, with the names that the containers have for each other."""
    urls = {f"{service.upper()}_URL": f"http://{service}:8000" for service in SERVICES}
    own = {
        "documents": {"STORE_DIR": "/var/lib/lend"},
        "notifications": {
            "WS_BIND": "0.0.0.0:8001",
            "SMTP_URL": "smtp://mail:1025",
            "TASKS_URL": rabbit.url(service, secrets["broker"][service], vhost="%2Ftasks"),
            "BASE_URL": os.environ["BASE_URL"],
        },
    }
    return {
        "DATABASE_URL": postgres.url(service, service, secrets["logins"][service]),
        "MIGRATE_DATABASE_URL": postgres.url(service, f"{service}_owner", secrets["owners"][service]),
        "AMQP_URL": rabbit.url(service, secrets["broker"][service]),
        "CLIENT_SECRET": secrets["clients"][service],
        "ALLOWED_ORIGINS": ",".join(_origins(os.environ["BASE_URL"])),
        "WEB_WORKERS": "1",
        "WEB_THREADS": "8",
        "CHECK_EVENTS": "1",
        **urls,
        **settings_of(service, secrets),
        **own.get(service, {}),
    }


def _origins(base_url: str) -> list[str]:
    """This machine has two names."""
    return [base_url, *([base_url.replace("localhost", "127.0.0.1")] if "//localhost" in base_url else [])]


def _write(service: str, values: Mapping[str, str]) -> None:
    file = SETTINGS / service / "env"
    write_text(file, "".join(f"{name}={shlex.quote(value)}\n" for name, value in values.items()))
    os.chmod(file, 0o400)
    os.chown(file, UID, UID)


def _topology(secrets: Mapping[str, Any]) -> None:
    """Through the broker's management API, which takes them again without harm."""

    def send() -> None:
        answer = requests.post(
            "http://rabbitmq:15672/api/definitions",
            json=json.loads(topology.filled(secrets)),
            auth=("admin", secrets["rabbitmq"]),
            timeout=10,
        )
        answer.raise_for_status()

    _await("RabbitMQ", send)


def _await(what: str, attempt: Callable[[], None]) -> None:
    deadline = time.monotonic() + PATIENCE_SECONDS
    while True:
        try:
            return attempt()
        except (psycopg2.OperationalError, requests.RequestException) as exc:
            if time.monotonic() > deadline:
                raise SystemExit(f"{what} did not answer in {PATIENCE_SECONDS} s: {exc}") from None
            time.sleep(0.5)


if __name__ == "__main__":
    main()
