"""`docker compose up` and nothing else: the same system, for those who do not use `./dev`."""

import json
import os
import subprocess
import time
from collections.abc import Callable, Iterator
from typing import Any

import pytest
import requests

from deploy.docker import images
from deploy.docker.stack import Stack, compose_command
from deploy.local.machine import ports
from deploy.local.machine.places import DEMO_DATA, ROOT, Places
from deploy.local.machine.service_list import SERVICES
from tests.conftest import User
from tests.containers.test_replacement import ready
from tests.faults.clients import SAMPLE

TAG = "plain"
SECONDS = 300


@pytest.fixture
def address(containers: Stack) -> Iterator[str]:
    """Of the gateway, once all services are ready behind it; afterwards nothing is left."""
    reservation = ports.Reservation(Places(containers.places.data / TAG).key)
    port = reservation.port()
    reservation.release()
    host = {"DOCKER_HOST": containers.host} if containers.host else {}
    environment = {**os.environ, **host, "LEND_PORT": str(port), "LEND_TAG": TAG, "COMPOSE_HTTP_TIMEOUT": "300"}

    def compose(*words: str) -> int:
        command = [*compose_command(), "-p", f"lend-{TAG}-{containers.places.key}", *words]
        return subprocess.run(command, cwd=ROOT, env=environment, check=False).returncode

    try:
        assert compose("up", "--detach") == 0
        await_ready(f"http://127.0.0.1:{port}")
        yield f"http://127.0.0.1:{port}"
    finally:
        compose("down", "--volumes", "--timeout", "20")
        images.forget(TAG, containers.host)


def await_ready(base_url: str) -> None:
    deadline = time.monotonic() + SECONDS
    while waiting := [service for service in SERVICES if ready(base_url, service) != 200]:
        assert time.monotonic() < deadline, f"not ready: {waiting}"
        time.sleep(1)


def signed_in(base_url: str, role: str) -> User | None:
    """None while the demo users are still being made."""
    who = next(
        user for user in json.loads(DEMO_DATA.read_text(encoding="utf-8"))["auth"]["users"] if user["role"] == role
    )
    try:
        return User(base_url, who["email"], who["password"])
    except requests.HTTPError:
        return None


@pytest.mark.timeout(600)
def test_it_does_the_same_main_job(address: str, eventually: Callable[..., Any]) -> None:
    """What a broker lodges is complete everywhere, and the BDM is told."""
    bd, broker = (eventually(lambda role=role: signed_in(address, role), 30) for role in ("bd", "broker"))
    lodged = broker.post("/api/applications/", {**SAMPLE, "bd_id": bd.me["links"]["bd_id"]})
    assert lodged.status_code == 201, lodged.text
    path = f"/api/applications/{lodged.json()['id']}/"
    eventually(lambda: set(bd.get(path).json()["provisioning"].values()) == {"done"}, 30)
    reference = lodged.json()["reference_number"]
    eventually(lambda: reference in bd.get("/api/notifications/").text, 30)
