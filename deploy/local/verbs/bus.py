"""Events that wait or failed between the services: show them, retry them, discard them, or rebuild projections.

Each retry, discard and rebuild is recorded in `logs/bus.log`.
"""

import argparse
import getpass
import json
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from deploy.local.infra.dead_letter_queue import DeadLetters
from deploy.local.machine.places import Places
from deploy.local.machine.service_list import present
from deploy.local.supervise import stack_file
from deploy.local.verbs import options, service_commands

COLUMNS = ("unsent", "held", "parked", "dead", "ready", "dlq")
READY_ALARM = 1_000
BEHIND_ALARM = timedelta(seconds=60)


@dataclass(frozen=True)
class Figures:
    """What one service's database and queue say: counts by column, what rests, and how far it has heard each owner."""

    counts: Mapping[str, int]
    resting: list[dict[str, Any]]
    heard: Mapping[str, datetime]


def main(argv: list[str]) -> int:
    parser = options.parser("bus", __doc__)
    services = present()
    actions = parser.add_subparsers(dest="act", metavar="show|retry|discard|rebuild")
    actions.add_parser("show", help="what waits and what failed, per service (the default)")
    retry = actions.add_parser("retry", help="retry everything that failed, or one event and those queued behind it")
    retry.add_argument("service", choices=services)
    retry.add_argument("event_id", type=UUID, nargs="?")
    discard = actions.add_parser("discard", help="discard one event for good, or the dead letters that cannot be read")
    discard.add_argument("service", choices=services)
    discard.add_argument(
        "event_id", type=UUID, nargs="?", help="leave it out for the dead letters without a readable id"
    )
    discard.add_argument("--reason", required=True)
    rebuild = actions.add_parser("rebuild", help="rebuild a service's projections from the owners' logs")
    rebuild.add_argument("service", choices=[*services, "all"])
    for act in actions.choices.values():
        act.add_argument("--data", metavar="DIR", default=argparse.SUPPRESS, help=argparse.SUPPRESS)
    arguments = parser.parse_args(argv)
    places = options.places(arguments)
    stack = stack_file.read(places)
    if arguments.act in (None, "show"):
        return _show(stack["databases"], stack["amqp_url"], services)
    if arguments.act == "rebuild":
        return _rebuild(places, services if arguments.service == "all" else [arguments.service])
    return _act(places, stack["amqp_url"], arguments)


def _show(urls: dict[str, str], amqp_url: str, services: list[str]) -> int:
    """One line per service, then what rests with its reason; 1 when anything is dead, held, or waits too long."""
    by_service = dict(_figures(urls, amqp_url, services))
    late = behind({service: figures.heard for service, figures in by_service.items()})
    bad = 0
    print(f"{'':<14}" + "".join(f"{name:>8}" for name in COLUMNS))
    for service, figures in by_service.items():
        row = figures.counts
        slow = row["ready"] >= READY_ALARM or service in late
        bad += row["held"] + row["dead"] + row["dlq"] + slow
        print(f"{service:<14}" + "".join(f"{row[name]:>8}" for name in COLUMNS) + ("  consumer is behind" * slow))
    for service, figures in by_service.items():
        for letter in figures.resting:
            state = f"again at {letter['next_at']:%H:%M:%S} UTC" if letter["next_at"] else "rests"
            tried = f"tried {letter['attempt']} times, {state}"
            print(f"{service} {letter['event_id']} {letter['type']}, {tried}: {letter['error']}")
    return 1 if bad else 0


def behind(heard: Mapping[str, Mapping[str, datetime]]) -> set[str]:
    """The services that have not heard for a minute what others have: an owner that is silent keeps nobody late."""
    newest: dict[str, datetime] = {}
    for owners in heard.values():
        for owner, at in owners.items():
            newest[owner] = max(at, newest.get(owner, at))
    return {
        service
        for service, owners in heard.items()
        if any(newest[owner] - at >= BEHIND_ALARM for owner, at in owners.items())
    }


def _figures(urls: dict[str, str], amqp_url: str, services: list[str]) -> Iterator[tuple[str, Figures]]:
    from lendkit.messaging import copies, dead_letters
    from lendkit.runtime import db

    letters = DeadLetters(amqp_url)
    for service in services:
        bound = db.use(db.Database(urls[service], pool_size=1))
        depth = letters.depth(service)
        counts = {**dead_letters.counts(), "ready": depth.ready, "dlq": depth.dead}
        yield service, Figures(counts, dead_letters.failed(), copies.heard())
        bound.dispose()
    letters.close()


def _act(places: Places, amqp_url: str, arguments: argparse.Namespace) -> int:
    """Among the messages that never got into its database first, then there."""
    service, event_id = arguments.service, arguments.event_id
    ids = [str(event_id)] if event_id else []
    letters = DeadLetters(amqp_url)
    try:
        if arguments.act == "retry":
            moved = letters.retry(service, lambda id: event_id is None or id == str(event_id))
        else:
            moved = letters.discard(service, lambda id: id == (event_id and str(event_id)))
    finally:
        letters.close()
    if moved:
        reason = {"reason": arguments.reason} if arguments.act == "discard" else {}
        facts = {"service": service, "event_id": event_id and str(event_id), "messages": moved, **reason}
        _note(places, f"dlq_{arguments.act}", **facts)
        print(f"{service}: {moved} of its dead letters")
    if (moved and ids) or (arguments.act == "discard" and not ids):
        return 0 if moved else 1
    more = ["--reason", arguments.reason] if arguments.act == "discard" else []
    return service_commands.run(service_commands.services(places), service, "bus", arguments.act, *ids, *more)


def _rebuild(places: Places, services: list[str]) -> int:
    parts = service_commands.services(places)
    worst = 0
    for service in services:
        code = service_commands.run(parts, service, "rebuild")
        _note(places, "rebuild", service=service, exit_code=code)
        worst = max(worst, code)
    return worst


def _note(places: Places, act: str, **facts: object) -> None:
    line = {"event": act, "by": getpass.getuser(), "ts": time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime()), **facts}
    service_commands.note(places, json.dumps(line, ensure_ascii=False))
