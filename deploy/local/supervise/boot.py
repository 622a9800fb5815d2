"""The start of a stack, step by step: infrastructure, databases, topology, migrations, demo data, services, gateway."""

import hashlib
import json
import time
from dataclasses import dataclass
from typing import Any

import requests

from deploy.local.infra import credentials, databases, mailbox, topology
from deploy.local.infra.nginx import Nginx
from deploy.local.infra.postgres import Postgres
from deploy.local.infra.rabbitmq import RabbitMQ
from deploy.local.machine import ports
from deploy.local.machine.places import DEMO_DATA, Places
from deploy.local.machine.process import Process
from deploy.local.machine.service_list import SERVICES, has, present, processes
from deploy.local.machine.spawn import spawn
from deploy.local.supervise import preload_modules, service_processes, stack_file
from deploy.local.supervise.service_processes import Services
from deploy.local.supervise.supervisor import StartFailed, Supervisor

MIGRATIONS_AT_ONCE = 2


@dataclass
class Stack:
    """The parts of one stack, and what has been learnt while it starts."""

    supervisor: Supervisor
    services: Services
    nginx: Nginx
    began: float

    def say(self, text: str) -> None:
        """A progress line: `./dev up` shows it as it comes."""
        self.supervisor.phase = text
        print(f"{time.monotonic() - self.began:6.1f} s  {text}", flush=True)


def assemble(places: Places, supervisor: Supervisor, reservation: ports.Reservation, gateway: int | None) -> Stack:
    chosen = ports.choose(places, reservation, gateway)
    secrets = credentials.load(places)
    postgres = Postgres(places, chosen["postgres"], secrets["postgres"])
    rabbit = RabbitMQ(places, chosen, secrets["rabbitmq"], topology.filled(secrets))
    services = Services(places, chosen, secrets, postgres, rabbit, supervisor.watched)
    return Stack(supervisor, services, Nginx(places, chosen), time.monotonic())


def boot(stack: Stack) -> None:
    """From nothing to ready; raises StartFailed or Stopping."""
    _infrastructure(stack)
    _databases(stack)
    _demo(stack)
    stack.say("starting the services")
    for service, verb in processes():
        stack.supervisor.add(stack.services.process(service, verb))
    stack.nginx.prepare()
    stack.supervisor.add(stack.nginx.process())
    _await_services(stack)
    stack.supervisor.phase = "ready"
    rows = [process.row() for process in stack.supervisor.processes.values()]
    stack_file.write(stack.services.places, content(stack), rows)


def _infrastructure(stack: Stack) -> None:
    parts, supervisor = stack.services, stack.supervisor
    stack.say("starting PostgreSQL, RabbitMQ and the mail catcher")
    parts.postgres.prepare()
    supervisor.add(parts.postgres.process())
    parts.rabbit.stop_epmd()
    parts.rabbit.prepare()
    supervisor.add(parts.rabbit.process())
    # While the two are busy starting. A service that is restarted for a change of lendkit must not have the old one.
    preload_modules.libraries() if supervisor.watched else preload_modules.everything()
    supervisor.add(_mail(stack))
    log = parts.places.log
    supervisor.wait(parts.postgres.ready, 60, f"PostgreSQL does not answer: see {log('postgres')}")
    databases.make(parts.postgres, parts.secrets)


def _databases(stack: Stack) -> None:
    """Migrations of the services, two at a time, while the broker is still starting."""
    parts, supervisor = stack.services, stack.supervisor
    stack.say("bringing the databases to their newest revision")
    migrating = present()
    for start in range(0, len(migrating), MIGRATIONS_AT_ONCE):
        some = migrating[start : start + MIGRATIONS_AT_ONCE]
        supervisor.finish([_begin(stack, service, "migrate") for service in some])
    stack.say("waiting for RabbitMQ")
    supervisor.wait(parts.rabbit.ready, 120, f"RabbitMQ does not answer: see {parts.places.log('rabbitmq')}")
    parts.rabbit.forget_stale()


def _demo(stack: Stack) -> None:
    """Only when the data changed: loading it again would change nothing, but costs a second."""
    digest = hashlib.sha256(DEMO_DATA.read_bytes()).hexdigest()
    stamp = stack.services.places.data / "demo.stamp"
    if stamp.exists() and stamp.read_text(encoding="utf-8") == digest:
        return
    stack.say("loading the demo data")
    for service in present():
        if has(service, "commands/demo"):
            stack.supervisor.finish([_begin(stack, service, "demo", str(DEMO_DATA))])
    stamp.write_text(digest, encoding="utf-8")


def _begin(stack: Stack, service: str, *argv: str) -> tuple[str, int]:
    env = stack.services.environment(service)
    return stack.supervisor.begin(f"{service}-{argv[0]}", lambda: service_processes.run(service, argv), env)


def _await_services(stack: Stack) -> None:
    waiting, base = present(), stack.nginx.base_url
    session = requests.Session()
    session.trust_env = False

    def ready() -> bool:
        waiting[:] = [service for service in waiting if not _answers(session, f"{base}/api/{service}/health/ready/")]
        return not waiting

    try:
        stack.supervisor.wait(ready, 90, "")
    except StartFailed:
        names = ", ".join(f"{service} ({stack.services.places.log(service + '-web')})" for service in waiting)
        raise StartFailed(f"not ready after 90 s: {names}") from None


def _answers(session: requests.Session, url: str) -> bool:
    try:
        return session.get(url, timeout=2).status_code == 200
    except requests.RequestException:
        return False


def _mail(stack: Stack) -> Process:
    places, port = stack.services.places, stack.services.ports["smtp"]

    def launch() -> int:
        return spawn(lambda: mailbox.serve(port, places.mail), log=places.log("mail"), env={"LC_ALL": "C.UTF-8"})

    return Process("mail", launch, grace=3)


def content(stack: Stack) -> dict[str, Any]:
    """The stack file, but for the processes."""
    parts = stack.services
    demo = json.loads(DEMO_DATA.read_text(encoding="utf-8"))["auth"]
    return {
        "base_url": stack.nginx.base_url,
        "amqp_url": parts.rabbit.url(),
        "mail_dir": str(parts.places.mail),
        "databases": {name: parts.postgres.url(name, name, parts.secrets["logins"][name]) for name in SERVICES},
        "users": [{key: user[key] for key in ("email", "password", "role")} for user in demo["users"]],
        "api_client": {"id": credentials.PARTNER, "secret": parts.secrets["clients"][credentials.PARTNER]},
    }
