"""The verbs of a service: `python -m parties web`. All seven services have the same ones."""

import importlib
import sys
from collections.abc import Callable, Sequence

from lendkit.process import background, jobs, oneshot, service_loader
from lendkit.runtime import bootstrap


def main(name: str, argv: Sequence[str]) -> int:
    """Run one verb of the service called `name`; returns the exit code."""
    verb = argv[0] if argv else ""
    if verb not in VERBS:
        print(f"usage: python -m {name} {'|'.join(VERBS)}", file=sys.stderr)
        return 2
    VERBS[verb](name, list(argv[1:]))
    return 0


def web(name: str, _args: list[str]) -> None:
    """Serve HTTP with gunicorn."""
    from lendkit.web.server import serve

    settings = service_loader.settings(name)
    serve(lambda: importlib.import_module(f"{name}.app").create_app(settings), settings)


def consume(name: str, _args: list[str]) -> None:
    """Take events from this service's queue."""
    from lendkit.messaging.consume import Consumer

    settings = service_loader.settings(name)
    bootstrap.start(settings)
    Consumer(settings, service_loader.handlers(name)).run()


def relay(name: str, _args: list[str]) -> None:
    """Send this service's outbox rows to the bus."""
    from lendkit.messaging.relay import Relay

    settings = service_loader.settings(name)
    bootstrap.start(settings)
    Relay(settings).run()


def run_background(name: str, _args: list[str]) -> None:
    """Consumer and relay as children of one parent; a clock where the service has sweeps or jobs, a worker of tasks."""
    children: dict[str, Callable[[], None]] = {"relay": lambda: relay(name, [])}
    if service_loader.handlers(name):
        children["consume"] = lambda: consume(name, [])
    if service_loader.has(name, "jobs"):
        children["clock"] = lambda: clock(name, [])
    if service_loader.has(name, "tasks"):
        children["tasks"] = lambda: tasks(name, [])
    background.run(name, children)


def clock(name: str, _args: list[str]) -> None:
    """Run the service's sweeps at their intervals, and its jobs when they are due."""
    bootstrap.start(service_loader.settings(name))
    jobs.run(*service_loader.jobs(name))


def tasks(name: str, _args: list[str]) -> None:
    """Work off the service's slow tasks (Celery), where it has any."""
    settings = service_loader.settings(name)
    bootstrap.start(settings)
    importlib.import_module(f"{name}.tasks").run(settings)


def ws(name: str, _args: list[str]) -> None:
    """Serve the WebSocket (notifications only)."""
    settings = service_loader.settings(name)
    bootstrap.start(settings)
    importlib.import_module(f"{name}.live").run(settings)


VERBS: dict[str, Callable[[str, list[str]], None]] = {
    "web": web,
    "background": run_background,
    "consume": consume,
    "relay": relay,
    "clock": clock,
    "job": oneshot.job,
    "tasks": tasks,
    "ws": ws,
    "migrate": oneshot.run_migrations,
    "demo": oneshot.demo,
    "bus": oneshot.bus,
    "rebuild": oneshot.rebuild,
    "openapi": oneshot.openapi,
}
