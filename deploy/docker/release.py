"""Bring one service's new image out while the others run: build, migrate with the new image, then replace.

`python -m deploy.docker.release finance [--data DIR]`. Migrations only add, so that the old code runs on until then.
"""

import argparse
import sys
import time
from collections.abc import Mapping

import requests

from deploy.docker import images
from deploy.docker.stack import Stack
from deploy.local.machine.places import Places
from deploy.local.machine.service_list import SERVICES

READY_SECONDS = 90


def main(argv: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="python -m deploy.docker.release", description=__doc__)
    parser.add_argument("service", choices=SERVICES)
    parser.add_argument("--data", metavar="DIR")
    arguments = parser.parse_args(argv)
    stack = Stack.of(Places.of(arguments.data))
    if stack is None:
        raise SystemExit("No stack runs in containers here: ./dev up --docker")
    release(stack, arguments.service)
    return 0


def release(stack: Stack, service: str, labels: Mapping[str, str] | None = None) -> None:
    """Raises SystemExit when the image cannot be built, the migration fails, or it does not become ready."""
    images.build(stack.tag, [service], labels=labels, host=stack.host)
    if stack.compose("run", "--rm", "--no-deps", f"{service}-migrate"):
        raise SystemExit(f"The migrations of {service} failed; its old image goes on.")
    replace(stack, service)


def replace(stack: Stack, *services: str) -> None:
    """Their containers by those of the images that have the stack's tag now. Raises SystemExit if one is not ready."""
    there = [container for container in stack.processes() if container.service in services]
    stack.compose("up", "--detach", "--no-deps", "--no-build", *(container.compose for container in there))
    deadline = time.monotonic() + READY_SECONDS
    waiting = list(services)
    while time.monotonic() < deadline:
        waiting = [service for service in waiting if not _ready(stack, service)]
        if not waiting:
            stack.write()
            return
        time.sleep(0.5)
    raise SystemExit(f"Not ready after {READY_SECONDS} s: {', '.join(waiting)}")


def _ready(stack: Stack, service: str) -> bool:
    try:
        return requests.get(f"{stack.base_url}/api/{service}/health/ready/", timeout=5).status_code == 200
    except requests.RequestException:
        return False


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
