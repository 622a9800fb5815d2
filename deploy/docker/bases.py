"""The images that ours are built on. A private engine reaches no registry: it gets them made of Debian's packages.

A stand-in holds what its name says, but in the version that Debian has: PostgreSQL 15 and RabbitMQ 3.10.
"""

import os
import shutil
import subprocess
from pathlib import Path

from deploy.docker import engine
from deploy.local.machine import packages

HERE = Path(__file__).resolve().parent
PYTHON = "python:3.11-slim-bookworm"
STAND_INS = {
    "node:24-bookworm-slim": "node",
    "postgres:15-bookworm": "postgres",
    "postgres:17": "postgres",  # testcontainers' one
    "rabbitmq:4-management": "rabbitmq",
}
CERTIFICATES = Path("/etc/ssl/certs/ca-certificates.crt")
SYSTEM = ("python3", "python3-venv", "python3-pip", "ca-certificates")
NEEDED = {"debootstrap": Path("/usr/sbin/debootstrap")}
SETTINGS = {
    "PATH": "/usr/local/bin:/usr/local/sbin:/usr/bin:/usr/sbin:/bin:/sbin",
    "PIP_CERT": str(CERTIFICATES),
    "PIP_DEFAULT_TIMEOUT": "120",
}


def ensure() -> None:
    """Make what is missing; raises SystemExit with the end of what was said when one cannot be made."""
    if not engine.private():
        return
    if not _there(PYTHON):
        _python()
    for image, folder in STAND_INS.items():
        if not _there(image):
            print(f"making a stand-in for {image}", flush=True)
            _run(["docker", "build", "-q", "--network=host", "-t", image, str(HERE / "standins" / folder)])


def _python() -> None:
    """A minimal Debian with Python; with this machine's certificates, should packages come by a private authority."""
    print(f"making a stand-in for {PYTHON}", flush=True)
    packages.need(NEEDED)
    root, stamp = engine.HOME / "rootfs", engine.HOME / "rootfs.made"
    if not stamp.exists():
        shutil.rmtree(root, ignore_errors=True)
        _run(["debootstrap", "--variant=minbase", f"--include={','.join(SYSTEM)}", "bookworm", str(root)])
        (root / "usr/lib/python3.11/EXTERNALLY-MANAGED").unlink(missing_ok=True)
        (root / "usr/bin/python").symlink_to("python3")
        stamp.touch()
    shutil.rmtree(root / "var/cache/apt/archives", ignore_errors=True)
    shutil.copy(CERTIFICATES, root / CERTIFICATES.relative_to("/"))
    changes = [word for name, value in SETTINGS.items() for word in ("--change", f"ENV {name}={value}")]
    with subprocess.Popen(["tar", "-C", str(root), "-c", "."], stdout=subprocess.PIPE) as packed:
        command = ["docker", "import", *changes, "--change", 'CMD ["python3"]', "-", PYTHON]
        subprocess.run(command, stdin=packed.stdout, check=True, stdout=subprocess.DEVNULL)


def _there(image: str) -> bool:
    return subprocess.run(["docker", "image", "inspect", image], capture_output=True, check=False).returncode == 0


def _run(command: list[str]) -> None:
    environment = {**os.environ, "DOCKER_BUILDKIT": "0"}
    done = subprocess.run(command, capture_output=True, text=True, check=False, env=environment)
    if done.returncode:
        raise SystemExit(f"{' '.join(command)} failed:\n{(done.stdout + done.stderr)[-3000:]}")
