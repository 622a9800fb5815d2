"""The verbs of a service that do one thing and end; `cli` has the table."""

import argparse
import importlib
import json
from datetime import date
from uuid import UUID

from lendkit.messaging import dead_letters
from lendkit.process import jobs, service_loader
from lendkit.runtime import bootstrap, context, migrate
from lendkit.values import dates
from lendkit.values.errors import NotFound
from lendkit.values.plain import plain


def run_migrations(name: str, _args: list[str]) -> None:
    """Bring the database to the newest revision."""
    settings = service_loader.settings(name)
    print(f"{name}: {migrate.upgrade(name, settings.migrate_database_url or settings.database_url)}")


def demo(name: str, args: list[str]) -> None:
    """Load the demo data from a file, where the service has any; loading it again adds nothing."""
    module = service_loader.part(name, "commands.demo")
    if module is not None:
        bootstrap.start(service_loader.settings(name))
        with open(args[0], encoding="utf-8") as file:
            module.load(json.load(file))


def day(text: str) -> date:
    """A date of the command line; argparse shows the message to whoever typed something else."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text!r} isn't a date: write YYYY-MM-DD, like 2026-12-01") from None


def job(name: str, args: list[str]) -> None:
    """Run one job now, for Sydney's today or another day: `job overdue --today 2026-12-01`."""
    sweeps, daily = service_loader.jobs(name)
    parser = argparse.ArgumentParser(prog=f"python -m {name} job")
    parser.add_argument("job", choices=[*daily, *sweeps])
    parser.add_argument("--today", type=day, metavar="YYYY-MM-DD", help="the Sydney day to run it for (default: today)")
    arguments = parser.parse_args(args)
    bootstrap.start(service_loader.settings(name))
    if arguments.job in daily:
        today = arguments.today or dates.today()
        try:
            jobs.run_now(arguments.job, daily[arguments.job], today)
        except jobs.Busy as exc:
            raise SystemExit(str(exc)) from None
        print(f"{name}: {arguments.job} of {daily[arguments.job].period(today)} is done")
    else:
        with context.bind(actor=context.SYSTEM):
            sweeps[arguments.job][1]()
        print(f"{name}: {arguments.job} is done")


def bus(name: str, args: list[str]) -> None:
    """Messages that failed in or out: `bus show`, `bus retry [EVENT_ID]`, `bus discard EVENT_ID --reason TEXT`."""
    parser = argparse.ArgumentParser(prog=f"python -m {name} bus")
    actions = parser.add_subparsers(dest="action", required=True)
    actions.add_parser("show")
    actions.add_parser("retry").add_argument("event_id", type=UUID, nargs="?")
    discard = actions.add_parser("discard")
    discard.add_argument("event_id", type=UUID)
    discard.add_argument("--reason", required=True)
    arguments = parser.parse_args(args)
    bootstrap.start(service_loader.settings(name))
    try:
        if arguments.action == "show":
            print(json.dumps({**dead_letters.counts(), "failed": plain(dead_letters.failed())}, indent=1))
        elif arguments.action == "retry":
            print(f"{name}: {dead_letters.retry(arguments.event_id)} will be retried now")
        else:
            dead_letters.discard(arguments.event_id, arguments.reason)
            print(f"{name}: {arguments.event_id} is discarded")
    except NotFound as exc:
        raise SystemExit(f"{name}: {exc.detail}") from None


def rebuild(name: str, _args: list[str]) -> None:
    """Rebuild the service's projections from what their owners published."""
    from lendkit.rebuild.run import rebuild

    rebuild(
        service_loader.settings(name), service_loader.handlers(name), lambda text: print(f"{name}: {text}", flush=True)
    )


def openapi(name: str, _args: list[str]) -> None:
    """Print the OpenAPI document."""
    from lendkit.web.app import spec

    settings = importlib.import_module(f"{name}.settings").Settings(service=name, database_url="postgresql://none/none")
    app = importlib.import_module(f"{name}.app").create_app(settings)
    print(json.dumps(spec(app), indent=1, sort_keys=True))
