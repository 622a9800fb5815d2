"""What a container may do: its own work, and nothing else."""

import json
import re
import time
from typing import Any

import pika
import psycopg2
import pytest
import requests
from pika.exceptions import AMQPConnectionError

from deploy.docker.stack import ONCE, Container, Stack

THEIRS = ("postgres", "rabbitmq")


def ours(stack: Stack) -> list[Container]:
    processes = [process for process in stack.processes() if process.name not in THEIRS]
    assert len(processes) >= 17
    return processes


def inspected(stack: Stack, *containers: Container) -> list[dict[str, Any]]:
    return list(json.loads(stack.docker("inspect", *(container.id for container in containers))))


def test_only_the_gateway_is_published(containers: Stack) -> None:
    for container, seen in zip(containers.containers(), inspected(containers, *containers.containers()), strict=True):
        bound = {port: at for port, at in (seen["NetworkSettings"]["Ports"] or {}).items() if at}
        assert set(bound) == ({"8080/tcp"} if container.name == "nginx" else set()), container.name


def test_none_of_ours_is_root_or_may_write_to_its_root(containers: Stack) -> None:
    for container, seen in zip(ours(containers), inspected(containers, *ours(containers)), strict=True):
        host = seen["HostConfig"]
        assert host["ReadonlyRootfs"] and host["CapDrop"] == ["ALL"] and not host["CapAdd"], container.name
        assert host["SecurityOpt"] == ["no-new-privileges:true"], container.name
        output = containers.docker(
            "exec", container.id, "bash", "-c", "id -u; touch /app/x /venv/x 2>&1; touch /tmp/x; true"
        )
        assert output.splitlines()[0] == "10001" and output.count("Read-only file system") >= 1, (
            f"{container.name}: {output}"
        )


def test_a_service_knows_no_other_services_passwords(containers: Stack) -> None:
    secrets = json.loads(containers.secrets.secrets.read_text(encoding="utf-8"))
    web = [container for container in containers.processes() if container.verb == "web"]
    assert len(web) == 7
    for container in web:
        text = containers.docker("exec", container.id, "cat", "/run/lend/env")
        for kind in ("logins", "owners", "broker"):
            known = {service for service, password in secrets[kind].items() if password in text}
            assert known == {container.service}, f"{container.name} knows the {kind} of {known}"


def test_the_broker_and_the_databases_know_no_strangers(containers: Stack, stack: dict[str, Any]) -> None:
    for login in ("guest:guest", "admin:development-only"):
        stranger = re.sub(r"//[^@]+@", f"//{login}@", stack["amqp_url"])
        with pytest.raises(AMQPConnectionError):
            pika.BlockingConnection(pika.URLParameters(stranger))
    for service, url in stack["databases"].items():
        other = "auth" if service != "auth" else "parties"
        with pytest.raises(psycopg2.OperationalError, match="permission denied"):
            psycopg2.connect(url.rpartition("/")[0] + f"/{other}")


def test_all_are_well_and_what_runs_once_ended_well(containers: Stack) -> None:
    deadline = time.monotonic() + 60
    while not_well := [container.name for container in containers.processes() if container.health != "healthy"]:
        assert time.monotonic() < deadline, f"not healthy: {not_well}"
        time.sleep(1)
    once = [container for container in containers.containers() if container.name in ONCE]
    assert len(once) >= 8 and {(container.state, container.exit_code) for container in once} == {("exited", 0)}


@pytest.mark.parametrize("name", ["reports-web", "reports-background"])
def test_its_health_is_asked_of_the_process(containers: Stack, name: str) -> None:
    """One that is another service's, or has lost its relay, is not well."""
    container = containers.find(name)
    check = (container.id, "/usr/local/bin/run", "alive")
    containers.docker("exec", *check)
    with pytest.raises(RuntimeError):
        containers.docker("exec", "--env", "SERVICE=nobody", *check)


def test_the_gateway_serves_the_spa_and_closes_the_inside(stack: dict[str, Any]) -> None:
    page = requests.get(f"{stack['base_url']}/", timeout=10)
    assert page.status_code == 200 and '<div id="app"' in page.text
    assert requests.get(f"{stack['base_url']}/internal/parties/export/person/", timeout=10).status_code == 404
