"""Build our images, each a target of `/Dockerfile`."""

import os
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from pathlib import Path

from deploy.local.machine.places import ROOT
from deploy.local.machine.service_list import SERVICES

TARGETS = ("tools", *SERVICES, "gateway")


def build(
    tag: str,
    targets: Sequence[str] = TARGETS,
    labels: Mapping[str, str] | None = None,
    host: str = "",
    root: Path = ROOT,
) -> None:
    """`lend/<target>:<tag>` for each, of the sources in `root`.

    Raises SystemExit with the end of the build's words when one cannot be built.
    """
    environment = {**os.environ, **_builder(), **({"DOCKER_HOST": host} if host else {})}
    marks = [word for name, value in (labels or {}).items() for word in ("--label", f"{name}={value}")]
    for target in targets:
        began = time.monotonic()
        image = f"lend/{target}:{tag}"
        command = ["docker", "build", "--network=host", "--target", target, "-t", image, *marks, str(root)]
        done = subprocess.run(command, capture_output=True, text=True, check=False, env=environment)
        if done.returncode:
            print((done.stdout + done.stderr)[-6000:], file=sys.stderr)
            raise SystemExit(f"The image of {target} could not be built.")
        print(f"image {image}: {time.monotonic() - began:.0f} s", flush=True)


def rename(target: str, old: str, new: str, host: str) -> None:
    """What `old` is called by now is called `new` too. Raises CalledProcessError where there is no such image."""
    environment = {**os.environ, **({"DOCKER_HOST": host} if host else {})}
    command = ["docker", "tag", f"lend/{target}:{old}", f"lend/{target}:{new}"]
    subprocess.run(command, capture_output=True, check=True, env=environment)


def forget(tag: str, host: str) -> None:
    """Remove those of one stack, where they are; what they were built from stays, and the next build is as quick."""
    environment = {**os.environ, **({"DOCKER_HOST": host} if host else {})}
    names = [f"lend/{target}:{tag}" for target in TARGETS]
    command = ["docker", "rmi", "--force", "--no-prune", *names]
    subprocess.run(command, capture_output=True, check=False, env=environment)


def _builder() -> dict[str, str]:
    """BuildKit where the client has it, else the builder of old."""
    has = subprocess.run(["docker", "buildx", "version"], capture_output=True, check=False).returncode == 0
    return {} if has else {"DOCKER_BUILDKIT": "0"}
