"""Set up, then run all tests on one PostgreSQL and one RabbitMQ of their own."""

import os
import subprocess
import sys
import time

from deploy.local.places import ROOT
from deploy.local.testservers import Servers


def main(argv: list[str]) -> int:
    """`./dev test [pytest arguments]`; exit code of pytest."""
    began = time.monotonic()
    servers = Servers()
    print("starting PostgreSQL and RabbitMQ for the tests …", flush=True)
    try:
        command = [sys.executable, "-m", "pytest", *(argv or ["shared", "services", "gateway", "deploy"])]
        code = subprocess.run(command, cwd=ROOT, env={**os.environ, **servers.environment()}, check=False).returncode
    finally:
        servers.close()
    print(f"{time.monotonic() - began:.0f} s")
    return code
