"""A service's login on the broker, in wrong hands: it says its own facts, hears its own queue, and builds nothing."""

import json
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pika
import pytest
from pika.exceptions import ChannelClosedByBroker, ProbableAccessDeniedError, ProbableAuthenticationError

from deploy.local.infra import credentials
from deploy.local.machine.places import Places
from deploy.local.machine.service_list import SERVICES
from lendkit.messaging import hints
from lendkit.messaging.bus import EXCHANGE, queue_of
from lendkit.values.identifiers import uuid7

REFUSED = 403
Connect = Callable[..., Any]


@pytest.fixture(scope="module")
def connect(stack: dict[str, Any], stack_file: Path) -> Iterator[Connect]:
    """A new channel under a service's own login: a refusal costs the channel."""
    passwords = credentials.load(Places(stack_file.parent))["broker"]
    port = urlsplit(stack["amqp_url"]).port
    opened: dict[str, pika.BlockingConnection] = {}

    def open(service: str, vhost: str = "lend", password: str | None = None) -> Any:
        if service not in opened or vhost != "lend":
            login = pika.PlainCredentials(service, password or passwords[service])
            connection = pika.BlockingConnection(
                pika.ConnectionParameters("127.0.0.1", port, vhost, login, heartbeat=0)
            )
            opened[service] = connection
        channel = opened[service].channel()
        channel.confirm_delivery()
        return channel

    yield open
    for connection in opened.values():
        if connection.is_open:
            connection.close()


def refused(act: Callable[..., Any], *args: Any) -> bool:
    try:
        act(*args)
    except ChannelClosedByBroker as exc:
        return bool(exc.reply_code == REFUSED)
    return False


@pytest.mark.parametrize("service", SERVICES)
def test_it_publishes_its_own_types_and_nobody_elses(connect: Connect, service: str) -> None:
    own = connect(service)
    own.basic_publish(EXCHANGE, f"{service}.that_nobody_hears.v1", b"{}")
    for other in SERVICES:
        if other != service:
            key = f"{other}.that_nobody_hears.v1"
            assert refused(connect(service).basic_publish, EXCHANGE, key, b"{}"), f"{service} says {key}"


@pytest.mark.parametrize("service", SERVICES)
def test_it_goes_past_the_exchange_into_no_queue(connect: Connect, service: str) -> None:
    others = [queue_of(other) for other in SERVICES]
    for exchange, key in [*(("", queue) for queue in others), ("lend.dead", others[0]), ("amq.topic", "x")]:
        assert refused(connect(service).basic_publish, exchange, key, b"{}"), f"{service} sends to {exchange} {key}"
    if service != "notifications":
        assert refused(connect(service).basic_publish, hints.EXCHANGE, "", b"{}")


@pytest.mark.parametrize("service", SERVICES)
def test_it_reads_its_own_queue_and_nothing_else(connect: Connect, service: str) -> None:
    others = [queue_of(other) for other in SERVICES if other != service]
    for queue in (*others, *(f"{queue_of(service)}.dlq" for service in SERVICES)):
        assert refused(connect(service).basic_get, queue), f"{service} reads {queue}"
        assert refused(connect(service).queue_purge, queue), f"{service} empties {queue}"


BUILDS: dict[str, Callable[[Any, str], Any]] = {
    "declares a queue": lambda channel, service: channel.queue_declare(f"{service}.more"),
    "declares one without a name": lambda channel, _: channel.queue_declare("", exclusive=True),
    "deletes its own queue": lambda channel, service: channel.queue_delete(queue_of(service)),
    "declares an exchange": lambda channel, service: channel.exchange_declare(f"{service}.more", "fanout"),
    "deletes the exchange": lambda channel, _: channel.exchange_delete(EXCHANGE),
    "hears more": lambda channel, service: channel.queue_bind(queue_of(service), EXCHANGE, "auth.user_changed.v1"),
    "hears less": lambda channel, service: channel.queue_unbind(queue_of(service), EXCHANGE, "auth.user_changed.v1"),
}


@pytest.mark.parametrize("act", BUILDS)
@pytest.mark.parametrize("service", SERVICES)
def test_it_declares_nothing(connect: Connect, service: str, act: str) -> None:
    assert refused(BUILDS[act], connect(service), service)


@pytest.mark.parametrize("service", [service for service in SERVICES if service != "notifications"])
def test_the_tasks_are_another_house(connect: Connect, service: str) -> None:
    with pytest.raises(ProbableAccessDeniedError):
        connect(service, vhost="/tasks")


@pytest.mark.parametrize("login", ["guest", "partner-demo", "admin"])
def test_nobody_else_comes_in(connect: Connect, login: str) -> None:
    with pytest.raises(ProbableAuthenticationError):
        connect(login, password="guest")


def forged(user: dict[str, Any], **claims: Any) -> bytes:
    """An event of auth's that auth never sent: this user may no longer come in."""
    return json.dumps(
        {
            "specversion": "1.0",
            "id": str(uuid7()),
            "type": "auth.user_deactivated.v1",
            "source": "/lend/auth",
            "subject": user["id"],
            "time": datetime.now(UTC).isoformat(),
            "sequence": 1000,
            "data": {**user, "active": False, "version": 1000, "branch_id": None, **claims},
        }
    ).encode()


@pytest.fixture(scope="module")
def own(sign_in: Callable[[str], Any]) -> Iterator[dict[str, Any]]:
    """A draft at a branch of its own."""
    admin = sign_in("admin")
    branch = admin.post("/api/parties/branches/", {"name": "Zetland"}).json()["id"]
    draft = admin.post("/api/applications/", {"stage": "draft", "branch_id": branch}).json()
    yield draft
    assert admin.delete(f"/api/applications/{draft['id']}/").status_code == 204


@pytest.mark.parametrize("headers", [{}, {"CC": ["auth.user_deactivated.v1"]}, {"BCC": ["auth.user_deactivated.v1"]}])
def test_a_service_cannot_say_anothers_fact_under_a_name_of_its_own(
    connect: Connect,
    sign_in: Callable[[str], Any],
    own: dict[str, Any],
    eventually: Callable[..., Any],
    headers: dict[str, Any],
) -> None:
    """The broker looks at the routing key only; whoever hears it looks at whether the event says the same."""
    credit, admin, channel = sign_in("credit"), sign_in("admin"), connect("parties")
    properties = pika.BasicProperties(headers=headers, delivery_mode=2)
    channel.basic_publish(EXCHANGE, "parties.branch_changed.v1", forged(credit.me), properties)
    # Something true that comes behind it: when that has been heard, the other one has been too.
    branch, name = f"/api/parties/branches/{own['branch']['id']}/", f"Zetland {uuid7().hex[-4:]}"
    assert admin.patch(branch, {"name": name}).status_code == 200
    eventually(lambda: admin.get(f"/api/applications/{own['id']}/").json()["branch"]["name"] == name)
    for path in ("/api/applications/", "/api/finance/fees/", "/api/documents/", "/api/notifications/"):
        assert credit.get(path).status_code == 200, path


def test_nothing_was_lost_on_the_way(dev: Callable[..., int], eventually: Callable[..., Any]) -> None:
    eventually(lambda: dev("verify") == 0, 20)
