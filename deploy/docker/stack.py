"""A stack in containers: what compose calls it, where its processes are, and what the outside needs to know of it."""

import json
import os
import shutil
import subprocess
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from deploy.local.infra import credentials, topology
from deploy.local.machine import packages
from deploy.local.machine.atomic_files import read_json, write_json
from deploy.local.machine.places import DEMO_DATA, ROOT, Places
from deploy.local.machine.service_list import SERVICES
from deploy.local.supervise import stack_file

# Those that run once, then end.
ONCE = ("prepare", *(f"{service}-{verb}" for service in SERVICES for verb in ("migrate", "demo")))
IMAGE_USER = 10001


@dataclass(frozen=True)
class Container:
    """One container of the stack; `name` is that of the process, as `./dev status` has it."""

    id: str
    name: str
    state: str
    pid: int
    exit_code: int
    restarts: int
    address: str
    health: str
    image: str

    @property
    def service(self) -> str | None:
        return next((service for service in SERVICES if self.name.startswith(f"{service}-")), None)

    @property
    def verb(self) -> str | None:
        return self.name.removeprefix(f"{self.service}-") if self.service else None

    @property
    def compose(self) -> str:
        return compose_name(self.name)

    def row(self) -> dict[str, Any]:
        return {"name": self.name, "pid": self.pid or None, "service": self.service, "verb": self.verb}


@dataclass(frozen=True)
class Stack:
    """The containers that belong to the data folder of `places`; `host` is where their engine answers."""

    places: Places
    host: str
    port: int

    @classmethod
    def of(cls, places: Places) -> "Stack | None":
        """The one that was brought up in this folder and not taken down since."""
        kept = read_json(_record(places))
        return cls(places, kept["host"], kept["port"]) if kept else None

    def keep(self) -> None:
        write_json(_record(self.places), {"host": self.host, "port": self.port})

    def forget(self) -> None:
        for file in (self.places.stack, _record(self.places)):
            file.unlink(missing_ok=True)

    @property
    def project(self) -> str:
        return f"lend-{self.places.key}"

    @property
    def tag(self) -> str:
        return self.places.key

    @property
    def base_url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def secrets(self) -> Places:
        """Beside those of a stack without containers, and made as they are."""
        return Places(self.places.data / "secrets")

    def docker(self, *words: str) -> str:
        """What `docker …` prints; raises RuntimeError with its complaint."""
        done = subprocess.run(["docker", *words], capture_output=True, text=True, check=False, env=self.environment())
        if done.returncode:
            raise RuntimeError(done.stderr.strip() or done.stdout.strip())
        return done.stdout

    def compose(self, *words: str) -> int:
        """`docker compose …`, or docker-compose where that is what there is; the exit code."""
        files = ["--project-directory", str(ROOT), "-f", str(ROOT / "docker-compose.yml"), "-p", self.project]
        command = [*compose_command(), *files, *words]
        return subprocess.run(command, cwd=ROOT, env=self.environment(), check=False).returncode

    def environment(self) -> dict[str, str]:
        """What the compose file leaves open, and where the engine is."""
        secrets = credentials.load(self.secrets)
        root = os.geteuid() == 0
        return {
            **os.environ,
            **({"DOCKER_HOST": self.host} if self.host else {}),
            "COMPOSE_HTTP_TIMEOUT": "300",
            "LEND_PORT": str(self.port),
            "LEND_TAG": self.tag,
            "LEND_USER": f"{IMAGE_USER}:{IMAGE_USER}" if root else f"{os.geteuid()}:{os.getegid()}",
            "LEND_MAIL": str(self.places.mail),
            "LEND_SECRETS": str(self.secrets.data),
            "LEND_API_RATE": "2000r/s",
            "LEND_LOGIN_RATE": "10r/s",
            "POSTGRES_PASSWORD": secrets["postgres"],
            "RABBITMQ_PASSWORD": secrets["rabbitmq"],
        }

    def containers(self) -> list[Container]:
        """All of them, those that ended too."""
        ids = self.docker("ps", "-aq", "--filter", f"label=com.docker.compose.project={self.project}").split()
        details = json.loads(self.docker("inspect", *ids)) if ids else []
        return sorted((_container(container) for container in details), key=lambda container: container.name)

    def processes(self) -> list[Container]:
        return [container for container in self.containers() if container.name not in ONCE]

    def find(self, name: str) -> Container:
        """Raises RuntimeError with the names that there are."""
        there = self.processes()
        container = next((container for container in there if container.name == name), None)
        if container is None:
            raise RuntimeError(
                f"no process is called {name}; there are: {', '.join(container.name for container in there)}"
            )
        return container

    def inside(self, service: str, *argv: str) -> list[str]:
        """The command that runs a verb of the service beside one of its processes that is up."""
        there = (
            container for container in self.processes() if container.service == service and container.state == "running"
        )
        container = next(there, None)
        if container is None:
            raise SystemExit(f"No container of {service} runs: ./dev start {service}-web")
        return ["docker", "exec", "--env", "LOG_LEVEL=WARNING", container.id, "/usr/local/bin/run", *argv]

    def write(self) -> None:
        """The stack file. Addresses are the containers' own, which may change when they are started again."""
        there = self.processes()
        address = {container.name: container.address for container in there}
        content = dict(_content(self, address["postgres"], address["rabbitmq"]))
        stack_file.write(self.places, content, [container.row() for container in there])


def compose_command() -> list[str]:
    has = shutil.which("docker") and subprocess.run(["docker", "compose", "version"], capture_output=True, check=False)
    if has and has.returncode == 0:
        return ["docker", "compose"]
    if shutil.which("docker-compose") is None:
        packages.need({"docker-compose": Path("/usr/bin/docker-compose")})
    return ["docker-compose"]


def _record(places: Places) -> Path:
    return places.data / "containers.json"


def _container(seen: Mapping[str, Any]) -> Container:
    state = seen["State"]
    networks = seen["NetworkSettings"]["Networks"].values()
    return Container(
        id=seen["Id"],
        name=_process(seen["Config"]["Labels"]["com.docker.compose.service"]),
        state=state["Status"],
        pid=state["Pid"],
        exit_code=state["ExitCode"],
        restarts=seen["RestartCount"],
        address=next((container["IPAddress"] for container in networks), ""),
        image=seen["Image"],
        health=state.get("Health", {}).get("Status", "-"),
    )


def compose_name(process: str) -> str:
    """A process's name in the compose file: a service's web process has the service's own there."""
    return {"nginx": "gateway", **{f"{service}-web": service for service in SERVICES}}.get(process, process)


def _process(service: str) -> str:
    """The name that `./dev` knows it by."""
    return f"{service}-web" if service in SERVICES else {"gateway": "nginx"}.get(service, service)


def _content(stack: Stack, postgres: str, rabbitmq: str) -> Iterator[tuple[str, Any]]:
    secrets = credentials.load(stack.secrets)
    yield "base_url", stack.base_url
    yield "amqp_url", f"amqp://admin:{secrets['rabbitmq']}@{rabbitmq}:5672/{topology.VHOST}"
    yield "mail_dir", str(stack.places.mail)
    logins = secrets["logins"]
    yield "databases", {name: f"postgresql://{name}:{logins[name]}@{postgres}:5432/{name}" for name in SERVICES}
    users = json.loads(DEMO_DATA.read_text(encoding="utf-8"))["auth"]["users"]
    yield "users", [{key: user[key] for key in ("email", "password", "role")} for user in users]
    yield "api_client", {"id": credentials.PARTNER, "secret": secrets["clients"][credentials.PARTNER]}
