"""Run a verb of a service against the stack that is up, with the environment its own processes have."""

import subprocess

from deploy.docker.stack import Stack
from deploy.local.infra import credentials, topology
from deploy.local.infra.postgres import Postgres
from deploy.local.infra.rabbitmq import RabbitMQ
from deploy.local.machine.atomic_files import read_json
from deploy.local.machine.places import ROOT, Places
from deploy.local.quality.steps import PYTHON
from deploy.local.supervise import stack_file
from deploy.local.supervise.service_processes import Services


def services(places: Places) -> Services | Stack:
    """What the running stack's services are told, or where they run; raises SystemExit when none is up."""
    stack_file.read(places)
    containers = Stack.of(places)
    if containers:
        return containers
    ports, secrets = read_json(places.ports), credentials.load(places)
    postgres = Postgres(places, ports["postgres"], secrets["postgres"])
    return Services(
        places, ports, secrets, postgres, RabbitMQ(places, ports, secrets["rabbitmq"], topology.filled(secrets))
    )


def run(parts: Services | Stack, service: str, *argv: str) -> int:
    """`python -m SERVICE VERB …`: its words go to our stdout, its log lines to `logs/bus.log`; the exit code."""
    if isinstance(parts, Stack):
        command, environment = parts.inside(service, *argv), parts.environment()
    else:
        command = [PYTHON, "-m", service, *argv]
        environment = parts.environment(service) | {"LOG_LEVEL": "WARNING"}
    process = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    for line in process.stdout:
        if line.startswith("{"):
            note(parts.places, line)
        else:
            print(line, end="", flush=True)
    return process.wait()


def note(places: Places, line: str) -> None:
    """What people did on the bus, one JSON line for every act."""
    with open(places.log("bus"), "a", encoding="utf-8") as file:
        file.write(line.rstrip("\n") + "\n")
