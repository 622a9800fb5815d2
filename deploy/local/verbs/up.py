"""Start the whole system. It runs until Ctrl-C; with --detach this returns once it is ready."""

import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from typing import Any

from deploy.docker import up as containers
from deploy.docker.stack import Stack
from deploy.local.infra import postgres_user, rabbitmq, spa
from deploy.local.machine.atomic_files import read_json
from deploy.local.machine.packages import need
from deploy.local.machine.places import ROOT, Places
from deploy.local.supervise import control_socket, stack_file, watch
from deploy.local.verbs import options


def main(argv: list[str]) -> int:
    parser = options.parser("up", __doc__)
    parser.add_argument("--detach", action="store_true", help="return when it is ready")
    parser.add_argument("--fresh", action="store_true", help="throw away all data first")
    parser.add_argument("--port", type=int, help="the gateway's port")
    parser.add_argument("--no-spa", action="store_true", help="leave the SPA as it is")
    parser.add_argument("--docker", action="store_true", help="in containers")
    parser.add_argument("--watch", action="store_true", help="follow the sources: restart services, reload the SPA")
    arguments = parser.parse_args(argv)
    if arguments.watch and (arguments.docker or arguments.detach):
        parser.error("--watch stays here and runs without containers: leave --docker and --detach")
    places = options.places(arguments)
    if arguments.fresh:
        _wipe(places)
    if arguments.docker:
        return _containers(places, arguments.port, arguments.detach)
    if Stack.of(places):
        raise SystemExit(f"The stack of {places.data} runs in containers: ./dev up --docker, or ./dev down first.")
    if _phase(places) is None:
        need({"rabbitmq-server": rabbitmq.BINARIES / "rabbitmq-server"})
        if not arguments.no_spa:
            spa.build()
    places.make()
    if arguments.watch and not _watched(places):
        down(places)
    code = _start(places, arguments.port, watched=arguments.watch)
    if code or arguments.detach:
        return code
    if arguments.watch:
        return _watch(places)
    return _stay(lambda: _phase(places) is not None, lambda: down(places))


def _watched(places: Places) -> bool:
    """A stack that was not started to be followed has lendkit loaded once for all: it must start again."""
    try:
        return bool(control_socket.ask(places.control, do="status")["watched"])
    except control_socket.NotRunning:
        return True


def _watch(places: Places) -> int:
    """Until Ctrl-C: restart what changes, with the SPA's dev server beside the gateway."""
    sources = watch.Sources()
    port = read_json(places.ports)["vite"]
    vite = spa.dev_server(places, port, stack_file.read(places)["base_url"])
    print(f"The SPA as it is edited: http://127.0.0.1:{port}", flush=True)

    def up() -> bool:
        watch.follow(places, sources)
        return _phase(places) is not None

    try:
        return _stay(up, lambda: down(places), watch.LOOK_SECONDS)
    finally:
        os.kill(vite, signal.SIGTERM)


def _containers(places: Places, port: int | None, detach: bool) -> int:
    if _phase(places) is not None:
        raise SystemExit(f"The stack of {places.data} runs without containers: ./dev down first.")
    stack = containers.up(places, port)
    _announce(stack_file.read(places))
    return 0 if detach else _stay(lambda: Stack.of(places) is not None, lambda: containers.down(stack))


def _start(places: Places, port: int | None, *, watched: bool) -> int:
    """Start a supervisor unless one runs, show its progress, and the address once it is ready."""
    process = None
    log = places.log("supervisor")
    seen = log.stat().st_size if log.exists() else 0
    if _phase(places) is None:
        command = [sys.executable, "-m", "deploy.local.supervise", str(places.data)]
        command += [*(["--port", str(port)] if port else []), *(["--watched"] if watched else [])]
        with open(log, "ab") as output:
            process = subprocess.Popen(
                command, cwd=ROOT, stdin=subprocess.DEVNULL, stdout=output, stderr=output, start_new_session=True
            )
    try:
        while (phase := _phase(places)) != "ready":
            seen = _show(log, seen)
            if phase is None and (process is None or process.poll() is not None):
                _show(log, seen)
                print(f"The stack did not come up; all it said is in {log}", file=sys.stderr)
                return 1
            time.sleep(0.1)
    except KeyboardInterrupt:
        return down(places)
    _show(log, seen)
    if process:
        process.returncode = 0  # it lives on without us
    _announce(stack_file.read(places))
    return 0


def _stay(up: Callable[[], bool], end: Callable[[], int], seconds: float = 1) -> int:
    """Foreground: until Ctrl-C, or until the stack ends by itself."""
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, _interrupt)
    print("Ctrl-C ends it.", flush=True)
    try:
        while up():
            time.sleep(seconds)
    except KeyboardInterrupt:
        return end()
    print("The stack has ended.")
    return 0


def down(places: Places) -> int:
    """End the stack and wait until it is gone."""
    print("stopping …", flush=True)
    while True:
        try:
            control_socket.ask(places.control, do="shutdown")
            time.sleep(0.1)
        except control_socket.NotRunning:
            places.stack.unlink(missing_ok=True)
            return 0


def _interrupt(*_: Any) -> None:
    raise KeyboardInterrupt


def _phase(places: Places) -> str | None:
    try:
        return str(control_socket.ask(places.control, do="status")["phase"])
    except control_socket.NotRunning:
        return None


def _show(log: os.PathLike[str], seen: int) -> int:
    with open(log, "rb") as file:
        file.seek(seen)
        text = file.read()
    sys.stdout.write(text.decode(errors="replace"))
    sys.stdout.flush()
    return seen + len(text)


def _wipe(places: Places) -> None:
    stack = Stack.of(places)
    if stack:
        containers.down(stack, volumes=True)
    if _phase(places) is not None:
        down(places)
    if places.data.exists() and any(places.data.iterdir()) and not places.ports.exists():
        raise SystemExit(f"{places.data} is not empty and holds no stack: --fresh would delete it, so it does nothing")
    for folder in (places.data, places.run, postgres_user.find(places).home):
        shutil.rmtree(folder, ignore_errors=True)


def _announce(stack: dict[str, Any]) -> None:
    print(f"\nLend is up at {stack['base_url']}\n")
    for user in stack["users"]:
        print(f"  {user['role']:<9} {user['email']:<22} {user['password']}")
    print("\n./dev status, ./dev logs, ./dev down", flush=True)
