"""The verbs of a service: `python -m parties web`. All seven services have the same ones."""

import importlib
import sys
from collections.abc import Callable, Sequence

from lendkit import acts, background, jobs, package, service


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
    from lendkit.http import serve

    settings = package.settings(name)
    serve(lambda: importlib.import_module(f"{name}.app").create_app(settings), settings)


def consume(name: str, _args: list[str]) -> None:
    """Take events from this service's queue."""
    from lendkit.consume import Consumer

    settings = package.settings(name)
    service.start(settings)
    Consumer(settings, package.handlers(name)).run()


def relay(name: str, _args: list[str]) -> None:
    """Send this service's outbox rows to the bus."""
    from lendkit.relay import Relay

    settings = package.settings(name)
    service.start(settings)
    Relay(settings).run()


def run_background(name: str, _args: list[str]) -> None:
    """Consumer and relay as children of one parent; a clock where the service has sweeps or jobs, a worker of tasks."""
    children: dict[str, Callable[[], None]] = {"relay": lambda: relay(name, [])}
    if package.handlers(name):
        children["consume"] = lambda: consume(name, [])
    if package.has(name, "jobs"):
        children["clock"] = lambda: clock(name, [])
    if package.has(name, "tasks"):
        children["tasks"] = lambda: tasks(name, [])
    background.run(name, children)


def clock(name: str, _args: list[str]) -> None:
    """Run the service's sweeps at their intervals, and its jobs when they are due."""
    service.start(package.settings(name))
    jobs.run(*package.jobs(name))


def tasks(name: str, _args: list[str]) -> None:
    """Work off the service's slow tasks (Celery), where it has any."""
    settings = package.settings(name)
    service.start(settings)
    importlib.import_module(f"{name}.tasks").run(settings)


def ws(name: str, _args: list[str]) -> None:
    """Serve the WebSocket (notifications only)."""
    settings = package.settings(name)
    service.start(settings)
    importlib.import_module(f"{name}.live").run(settings)


VERBS: dict[str, Callable[[str, list[str]], None]] = {
    "web": web,
    "background": run_background,
    "consume": consume,
    "relay": relay,
    "clock": clock,
    "job": acts.job,
    "tasks": tasks,
    "ws": ws,
    "migrate": acts.run_migrations,
    "demo": acts.demo,
    "bus": acts.bus,
    "rebuild": acts.rebuild,
    "openapi": acts.openapi,
}
