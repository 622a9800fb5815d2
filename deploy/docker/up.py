"""`./dev up --docker`: an engine, the images, the compose file, and a stack file once every service is ready."""

import os
import sys
import time

import requests

from deploy.docker import bases, engine, images
from deploy.docker.stack import IMAGE_USER, ONCE, Stack
from deploy.local.machine import ports
from deploy.local.machine.atomic_files import read_json, write_json
from deploy.local.machine.places import Places
from deploy.local.machine.service_list import SERVICES

READY_SECONDS = 300


def up(places: Places, port: int | None) -> Stack:
    """Bring it up and wait until it is ready; twice brings up what changed. Raises SystemExit with what went wrong."""
    engine.ensure()
    bases.ensure()
    before = Stack.of(places)
    stack = before or Stack(places, os.environ.get("DOCKER_HOST", ""), _port(places, port))
    _folders(stack)
    images.build(stack.tag)
    began = time.monotonic()
    if not before and not stack.secrets.secrets.exists():
        stack.compose("down", "--volumes")  # what an older folder of this name left: nobody knows its passwords
    stack.keep()
    if stack.compose("up", "--detach", "--no-build", "--remove-orphans"):
        _complain(stack)
        raise SystemExit("The containers did not come up.")
    _await(stack)
    stack.write()
    print(f"{time.monotonic() - began:.0f} s from the images to a stack that is ready", flush=True)
    return stack


def down(stack: Stack, *, volumes: bool = False) -> int:
    """End it; the data stays in its volumes unless they go too, and the images with them.

    A private engine ends with its last container.
    """
    lasting = ("postgres", "rabbitmq")  # what the others need to end their work
    first = [
        container.id
        for container in stack.processes()
        if container.state == "running" and container.name not in lasting
    ]
    if first:
        stack.docker("stop", "--time", "30", *first)
    code = stack.compose("down", "--timeout", "30", *(["--volumes"] if volumes else []))
    if code:
        raise SystemExit(f"The containers could not be taken down ({code}).")
    if volumes:
        images.forget(stack.tag, stack.host)
    stack.forget()
    engine.end(stack.host)
    return 0


def _folders(stack: Stack) -> None:
    stack.places.make()
    stack.secrets.data.mkdir(mode=0o700, exist_ok=True)
    if os.geteuid() == 0:
        os.chown(stack.places.mail, IMAGE_USER, IMAGE_USER)


def _port(places: Places, requested: int | None) -> int:
    """The gateway's: the one asked for, the one of last time, or a free one."""
    if requested is not None and not ports.free(requested):
        raise SystemExit(f"port {requested} is in use")
    kept = (read_json(places.ports) or {}).get("gateway")
    port = requested or kept
    if port is None or not ports.free(port):
        reservation = ports.Reservation(places.key)
        port = reservation.port()
        reservation.release()
    places.make()
    write_json(places.ports, {**(read_json(places.ports) or {}), "gateway": port})
    return int(port)


def _await(stack: Stack) -> None:
    """Until every service answers through the gateway, and all that runs once has ended well."""
    deadline = time.monotonic() + READY_SECONDS
    waiting = list(SERVICES)
    session = requests.Session()
    session.trust_env = False
    while time.monotonic() < deadline:
        waiting = [name for name in waiting if not _answers(session, f"{stack.base_url}/api/{name}/health/ready/")]
        once = [container for container in stack.containers() if container.name in ONCE]
        if any(container.state == "exited" and container.exit_code for container in once):
            break
        if not waiting and all(container.state == "exited" for container in once):
            return
        time.sleep(1)
    _complain(stack)
    raise SystemExit(f"Not ready after {READY_SECONDS} s: {', '.join(waiting) or 'what runs once'}")


def _answers(session: requests.Session, url: str) -> bool:
    try:
        return session.get(url, timeout=5).status_code == 200
    except requests.RequestException:
        return False


def _complain(stack: Stack) -> None:
    """What those said last that are not well."""
    for container in stack.containers():
        if container.state != "running" and (container.exit_code or container.name not in ONCE):
            print(f"── {container.name}, {container.state} with {container.exit_code}", file=sys.stderr, flush=True)
            stack.compose("logs", "--no-color", "--tail", "20", container.compose)
