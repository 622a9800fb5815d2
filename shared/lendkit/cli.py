"""The verbs of a service: `python -m parties web`. All seven services have the same ones."""

import argparse
import importlib
import importlib.util
import json
import sys
from collections.abc import Callable, Sequence
from datetime import date
from types import ModuleType
from typing import Any

from lendkit import background, migrate, service
from lendkit.settings import Settings


def main(name: str, argv: Sequence[str]) -> int:
    """Run one verb of the service called `name`; returns the exit code."""
    verb = argv[0] if argv else ""
    if verb not in VERBS:
        print(f"usage: python -m {name} {'|'.join(VERBS)}", file=sys.stderr)
        return 2
    VERBS[verb](name, list(argv[1:]))
    return 0


def _settings(name: str) -> Settings:
    found: Settings = importlib.import_module(f"{name}.settings").Settings.from_env(name)
    return found


def _optional(module: str) -> ModuleType | None:
    """None when the service has no such module; one that is there and fails to import raises."""
    try:
        found = importlib.util.find_spec(module)
    except ModuleNotFoundError:  # it has not even the package around it
        found = None
    return importlib.import_module(module) if found else None


def _jobs(name: str) -> tuple[dict[str, Any], dict[str, Any]]:
    """The service's sweeps and its daily and weekly jobs."""
    module = _optional(f"{name}.jobs")
    return dict(getattr(module, "SCHEDULE", {})), dict(getattr(module, "DAILY", {}))


def _handlers(name: str) -> dict[str, Any]:
    module = _optional(f"{name}.consumers")
    return dict(module.HANDLERS) if module else {}


def web(name: str, _args: list[str]) -> None:
    """Serve HTTP with gunicorn."""
    from lendkit.http import serve

    settings = _settings(name)
    serve(lambda: importlib.import_module(f"{name}.app").create_app(settings), settings)


def consume(name: str, _args: list[str]) -> None:
    """Take events from this service's queue."""
    from lendkit.consume import Consumer

    settings = _settings(name)
    service.start(settings)
    Consumer(settings, _handlers(name)).run()


def relay(name: str, _args: list[str]) -> None:
    """Send this service's outbox rows to the bus."""
    from lendkit.relay import Relay

    settings = _settings(name)
    service.start(settings)
    Relay(settings).run()


def run_background(name: str, _args: list[str]) -> None:
    """Consumer and relay as children of one parent; a clock where the service has sweeps or jobs, a worker of tasks."""
    children: dict[str, Callable[[], None]] = {"relay": lambda: relay(name, [])}
    if _handlers(name):
        children["consume"] = lambda: consume(name, [])
    if _optional(f"{name}.jobs"):
        children["clock"] = lambda: clock(name, [])
    if importlib.util.find_spec(f"{name}.tasks"):
        children["tasks"] = lambda: tasks(name, [])
    background.run(name, children)


def clock(name: str, _args: list[str]) -> None:
    """Run the service's sweeps at their intervals, and its jobs when they are due."""
    from lendkit import jobs

    service.start(_settings(name))
    jobs.run(*_jobs(name))


def job(name: str, args: list[str]) -> None:
    """Run one job now, for Sydney's today or the day given: `job overdue --today 2026-12-01`."""
    from lendkit import clock, context, jobs

    sweeps, known = _jobs(name)
    parser = argparse.ArgumentParser(prog=f"python -m {name} job")
    parser.add_argument("job", choices=[*known, *sweeps])
    parser.add_argument("--today", type=date.fromisoformat, metavar="YYYY-MM-DD")
    arguments = parser.parse_args(args)
    service.start(_settings(name))
    if arguments.job in known:
        today = arguments.today or clock.today()
        jobs.run_now(arguments.job, known[arguments.job], today)
        print(f"{name}: {arguments.job} of {known[arguments.job].period(today)} is done")
    else:
        with context.bind(actor=context.SYSTEM):
            sweeps[arguments.job][1]()
        print(f"{name}: {arguments.job} is done")


def tasks(name: str, _args: list[str]) -> None:
    """Work off the service's slow tasks (Celery), where it has any."""
    settings = _settings(name)
    service.start(settings)
    importlib.import_module(f"{name}.tasks").run(settings)


def ws(name: str, _args: list[str]) -> None:
    """Serve the WebSocket (notifications only)."""
    settings = _settings(name)
    service.start(settings)
    importlib.import_module(f"{name}.live").run(settings)


def run_migrations(name: str, _args: list[str]) -> None:
    """Bring the database to the newest revision."""
    settings = _settings(name)
    print(f"{name}: {migrate.upgrade(name, settings.migrate_database_url or settings.database_url)}")


def demo(name: str, args: list[str]) -> None:
    """Load the believable demo data from the file given, where the service has any; twice is once."""
    module = _optional(f"{name}.commands.demo")
    if module is not None:
        service.start(_settings(name))
        with open(args[0], encoding="utf-8") as file:
            module.load(json.load(file))


def rebuild(name: str, _args: list[str]) -> None:
    """Make the service's projections anew from what their owners published."""
    from lendkit.rebuild.run import rebuild

    rebuild(_settings(name), _handlers(name), lambda text: print(f"{name}: {text}", flush=True))


def openapi(name: str, _args: list[str]) -> None:
    """Print the OpenAPI document."""
    from lendkit.http import spec

    settings = importlib.import_module(f"{name}.settings").Settings(service=name, database_url="postgresql://none/none")
    app = importlib.import_module(f"{name}.app").create_app(settings)
    print(json.dumps(spec(app), indent=1, sort_keys=True))


VERBS: dict[str, Callable[[str, list[str]], None]] = {
    "web": web,
    "background": run_background,
    "consume": consume,
    "relay": relay,
    "clock": clock,
    "job": job,
    "tasks": tasks,
    "ws": ws,
    "migrate": run_migrations,
    "demo": demo,
    "rebuild": rebuild,
    "openapi": openapi,
}
