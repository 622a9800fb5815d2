"""The Docker engine: whichever answers, else a private one of this machine that root may start.

The private one writes no firewall rules: its containers reach each other and are published on loopback, but have no way
out. What is built for it is built on the host's network.
"""

import fcntl
import os
import shutil
import signal
import subprocess
import time
from pathlib import Path

from deploy.local.machine import packages, process_table

HOME = Path("/var/lib/lend-engine")
SOCKET = f"unix://{HOME}/docker.sock"
BRIDGE = "lend0"
START_SECONDS = 60
NEEDED = {
    "docker.io": Path("/usr/sbin/dockerd"),
    "iptables": Path("/usr/sbin/iptables"),
    "iproute2": Path("/sbin/ip"),
}


def ensure() -> None:
    """An engine answers afterwards, and `DOCKER_HOST` leads to it; raises SystemExit with the reason when none can."""
    if answers():
        return
    os.environ["DOCKER_HOST"] = SOCKET
    if not answers():
        _start()


def answers() -> bool:
    if shutil.which("docker") is None:
        return False
    asked = subprocess.run(["docker", "version"], capture_output=True, check=False, timeout=60)
    return asked.returncode == 0


def private() -> bool:
    """Is it ours, to be filled with stand-ins and ended?"""
    return os.environ.get("DOCKER_HOST") == SOCKET


def end(host: str) -> None:
    """End the engine at `host` if it is the private one and no container runs in it; its images stay."""
    if host != SOCKET:
        return
    running = subprocess.run(["docker", "--host", host, "ps", "-q"], capture_output=True, text=True, check=False)
    if running.returncode or running.stdout.strip():
        return
    pid = int((HOME / "docker.pid").read_text(encoding="utf-8"))
    os.kill(pid, signal.SIGTERM)
    deadline = time.monotonic() + START_SECONDS
    while (stat := process_table.stat(pid)) and stat.state != "Z" and time.monotonic() < deadline:
        time.sleep(0.2)
    _ip("link", "del", BRIDGE)


def _start() -> None:
    if os.geteuid() != 0:
        raise SystemExit("No Docker engine answers, and only root can start one. Set DOCKER_HOST, or start yours.")
    packages.need(NEEDED)
    HOME.mkdir(parents=True, exist_ok=True)
    with open(HOME / "lock", "w", encoding="utf-8") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)  # of two starts at once, one finds the other's engine
        if not answers():
            print("starting a private Docker engine", flush=True)
            _bridge()
            _launch()


def _bridge() -> None:
    """A bridge of our own, so that we stand beside an engine that is not ours."""
    _ip("link", "add", BRIDGE, "type", "bridge")
    _ip("address", "add", "10.215.0.1/24", "dev", BRIDGE)
    _ip("link", "set", BRIDGE, "up")


def _launch() -> None:
    command = ["dockerd", "--host", SOCKET, "--pidfile", str(HOME / "docker.pid"), "--storage-driver=overlay2"]
    command += ["--data-root", str(HOME / "root"), "--exec-root", str(HOME / "exec"), "--bridge", BRIDGE]
    command += ["--iptables=false", "--ip6tables=false", "--ip-forward=false", "--ip-masq=false", "--ip=127.0.0.1"]
    command += ["--default-address-pool", "base=10.216.0.0/16,size=24"]
    log = HOME / "dockerd.log"
    with open(log, "ab") as output:
        process = subprocess.Popen(
            command, stdin=subprocess.DEVNULL, stdout=output, stderr=output, start_new_session=True
        )
    deadline = time.monotonic() + START_SECONDS
    while not answers():
        if process.poll() is not None or time.monotonic() > deadline:
            tail = "\n".join(log.read_text(encoding="utf-8", errors="replace").splitlines()[-15:])
            raise SystemExit(f"The Docker engine did not start ({log}):\n{tail}")
        time.sleep(0.5)
    process.returncode = 0  # it lives on without us


def _ip(*words: str) -> None:
    subprocess.run(["ip", *words], capture_output=True, check=False)
