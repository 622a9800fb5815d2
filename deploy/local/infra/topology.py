"""The broker's topology as committed: definitions with the passwords filled in, and what they bind."""

import json
from collections.abc import Mapping
from functools import cache
from typing import Any

from deploy.local.machine.places import ROOT
from deploy.local.machine.service_list import SERVICES

FILE = ROOT / "deploy" / "rabbitmq" / "definitions.json"
EVENTS = "lend.events"
VHOST = "lend"
TASKS_VHOST = "/tasks"


def filled(secrets: Mapping[str, Any]) -> str:
    """The definitions as RabbitMQ loads them."""
    text = FILE.read_text(encoding="utf-8").replace("${PASSWORD_ADMIN}", secrets["rabbitmq"])
    for service in SERVICES:
        text = text.replace(f"${{PASSWORD_{service.upper()}}}", secrets["broker"][service])
    return text


@cache
def definitions() -> dict[str, Any]:
    return dict(json.loads(FILE.read_text(encoding="utf-8")))


def bound() -> dict[str, set[str]]:
    """Event types by the service whose queue takes them."""
    result: dict[str, set[str]] = {service: set() for service in SERVICES}
    for binding in definitions()["bindings"]:
        if binding["source"] == EVENTS:
            result[binding["destination"].removesuffix(".events")].add(binding["routing_key"])
    return result


def queues(vhost: str = VHOST) -> list[str]:
    """Those of the events; those of the Celery tasks are in `/tasks`."""
    return [queue["name"] for queue in definitions()["queues"] if queue["vhost"] == vhost]
