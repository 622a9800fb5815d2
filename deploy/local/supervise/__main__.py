"""The supervisor's own process, `python -m deploy.local.supervise DATA`; `./dev up` shows what it prints."""

import argparse
import fcntl
import signal
import sys
import time
from typing import IO

from setproctitle import setproctitle

from deploy.local.machine import ports, process_table
from deploy.local.machine.atomic_files import read_json
from deploy.local.machine.places import Places
from deploy.local.machine.service_list import processes
from deploy.local.supervise import boot, control_socket
from deploy.local.supervise.supervisor import StartFailed, Stopping, Supervisor

ENDING = ("stopping", "stopped", "stopped while starting")
INFRASTRUCTURE = ["nginx", "mail", "rabbitmq", "postgres"]


def main(argv: list[str]) -> int:
    """Boot, supervise until asked to stop, end everything; 1 when the stack did not become ready."""
    parser = argparse.ArgumentParser(prog="python -m deploy.local.supervise", description=__doc__)
    parser.add_argument("data")
    parser.add_argument("--port", type=int)
    parser.add_argument("--watched", action="store_true")
    arguments = parser.parse_args(argv)
    places = Places.of(arguments.data)
    with open(places.lock, "w", encoding="utf-8") as lock:
        if not _locked(lock, places):
            print("another start got here first", flush=True)
            return 0
        setproctitle(f"lend supervisor {places.data}")
        _clean_up(places)
        return _supervise(places, arguments.port, watched=arguments.watched)


def _locked(lock: IO[str], places: Places) -> bool:
    """Wait for a stack that is ending; give way to one that is coming up or is up, or we would start after its end."""
    while True:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            return True
        except BlockingIOError:
            if _alive(places):
                return False
            time.sleep(0.1)


def _alive(places: Places) -> bool:
    try:
        return bool(control_socket.ask(places.control, do="status")["phase"] not in ENDING)
    except control_socket.NotRunning:
        return False


def _supervise(places: Places, gateway: int | None, *, watched: bool) -> int:
    supervisor = Supervisor(places, watched=watched)
    for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
        signal.signal(number, lambda *_: setattr(supervisor, "asked_to_stop", True))
    try:
        stack = boot.assemble(places, supervisor, ports.Reservation(places.key), gateway)
    except (ports.PortTaken, OSError) as exc:
        print(f"failed: {exc}", flush=True)
        supervisor.close()
        return 1
    code = 0
    try:
        boot.boot(stack)
        stack.say("ready")
        supervisor.phase = "ready"
        while not supervisor.asked_to_stop:
            supervisor.turn()
    except Stopping:
        stack.say("stopped while starting")
    except (StartFailed, RuntimeError, OSError) as exc:
        stack.say(f"failed: {exc}")
        code = 1
    finally:
        _end(stack)
    return code


def _end(stack: boot.Stack) -> None:
    stack.say("stopping")
    stack.services.places.stack.unlink(missing_ok=True)
    stack.supervisor.stop_all([f"{service}-{verb}" for service, verb in processes()], INFRASTRUCTURE)
    stack.services.rabbit.stop_epmd()
    stack.say("stopped")
    stack.supervisor.close()


def _clean_up(places: Places) -> None:
    """After a kill -9: end what the last stack left running, and forget its papers."""
    places.stack.unlink(missing_ok=True)
    killed = process_table.kill_recorded(read_json(places.pids) or [])
    if killed:
        print(f"ended {killed} processes that the last stack left behind", flush=True)
    places.pids.unlink(missing_ok=True)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
