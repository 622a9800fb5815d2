"""The socket process with a real client, PostgreSQL and RabbitMQ."""

import json
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from typing import Any
from uuid import UUID

import pytest
import requests
from websockets.exceptions import ConnectionClosed, InvalidStatus
from websockets.sync.client import ClientConnection, connect

from lendkit.messaging.work import work
from lendkit.runtime import context, db
from lendkit.values import dates
from lendkit.values.actor import Actor
from lendkit.values.identifiers import uuid7
from notifications.commands import socket_tickets
from services.notifications.tests.conftest import ORIGIN, Live
from services.notifications.tests.factories import BD, BROKER, SARAH, application, event, lodged, moved, user

Deliver = Callable[..., None]
ADMIN = Actor(id=uuid7(), role="admin")


def _ticket(actor: Actor = ADMIN) -> str:
    with context.bind(actor=actor):
        return socket_tickets.issue()


def _open(live: Live, **opening: Any) -> ClientConnection:
    socket = connect(live.url, origin=ORIGIN, compression=None, proxy=None)
    socket.send(json.dumps(opening))
    return socket


def _next(socket: ClientConnection, seconds: float = 20) -> dict[str, Any]:
    return dict(json.loads(socket.recv(timeout=seconds)))


def _closed(socket: ClientConnection, seconds: float = 20) -> int:
    with pytest.raises(ConnectionClosed) as caught:
        while True:
            socket.recv(timeout=seconds)
    assert caught.value.rcvd is not None
    return caught.value.rcvd.code


def _let_in(live: Live, seconds: float = 10) -> ClientConnection:
    """A socket that was greeted: the server may still have to notice that another one has left."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        socket = _open(live, ticket=_ticket())
        try:
            assert _next(socket)["kind"] == "hello"
            return socket
        except ConnectionClosed:
            time.sleep(0.1)
    raise AssertionError("nobody is let in any more")


def _silent(socket: ClientConnection, seconds: float = 1.6) -> None:
    with pytest.raises(TimeoutError):
        socket.recv(timeout=seconds)


def test_a_change_arrives_as_a_hint_and_nothing_more(live: Live, deliver: Deliver) -> None:
    with _open(live, ticket=_ticket()) as socket:
        assert _next(socket) == {"kind": "hello", "seq": 0}
        new = lodged(application(), client_id="tab-12345")
        deliver(new)
        assert _next(socket) == {
            "seq": 1,
            "event_id": str(new.id),
            "kind": "application_lodged",
            "entity": "application",
            "id": str(new.subject),
            "version": 1,
            "application_id": str(new.subject),
            "actor": SARAH,
            "client_id": "tab-12345",
            "occurred_at": new.time.isoformat(),
        }


def test_a_notification_says_that_it_is_one(live: Live, deliver: Deliver) -> None:
    bdm = user("bd", bd_id=BD)
    deliver(bdm)
    with _open(live, ticket=_ticket(Actor(bdm.subject, "bd", {"bd_id": BD}, version=1))) as socket:
        _next(socket)
        deliver(lodged(application()))
        change, notification = _next(socket), _next(socket)
        assert [change["kind"], notification["kind"]] == ["application_lodged", "notification"]
        assert notification["entity"] == "notification"
        assert UUID(notification["id"]) == db.scalar("SELECT id FROM notification")


def test_a_foreign_or_missing_origin_and_any_other_path_are_refused(live: Live) -> None:
    origins: list[Any] = ["https://evil.example", f"{ORIGIN}.evil.example", "null", None]
    for origin in origins:
        with pytest.raises(InvalidStatus) as caught:
            connect(live.url, origin=origin, proxy=None)
        assert caught.value.response.status_code == 403
    assert requests.get(f"http://{live.address}/elsewhere/", timeout=5).status_code == 404


def test_a_ticket_opens_one_socket_once(live: Live, database: db.Database) -> None:
    ticket = _ticket()
    with _open(live, ticket=ticket) as first:
        assert _next(first)["kind"] == "hello"
        assert _closed(_open(live, ticket=ticket)) == 4401


def test_an_expired_ticket_is_refused(live: Live, database: db.Database) -> None:
    ticket = _ticket()
    with work() as w:
        w.execute("UPDATE ticket SET expires_at = :now", {"now": dates.now()})
    assert _closed(_open(live, ticket=ticket)) == 4401


def test_anything_but_a_ticket_is_refused_and_so_is_silence(live: Live, database: db.Database) -> None:
    silent = connect(live.url, origin=ORIGIN, proxy=None)
    openings: list[dict[str, Any]] = [{}, {"ticket": "x"}, {"ticket": 5}, {"ticket": ""}, {"ticket": "x", "more": 1}]
    numbers: list[Any] = [-1, 1.5, "1", True, 2**63]
    for opening in [*openings, *({"ticket": _ticket(), "last_seq": number} for number in numbers)]:
        assert _closed(_open(live, **opening)) == 4401, opening
    assert _closed(silent) == 4401


def test_resuming_gives_each_hint_once_and_in_order_also_while_more_come(live: Live, deliver: Deliver) -> None:
    data = application()
    deliver(lodged(data))
    deliver(*(event("application_changed", data | {"changed": []}, sequence=n) for n in range(2, 600)))
    with _open(live, ticket=_ticket(), last_seq=3) as socket:
        deliver(*(event("application_changed", data | {"changed": []}, sequence=n) for n in range(600, 700)))
        assert _next(socket)["kind"] == "hello"
        seen = [_next(socket)["seq"] for _ in range(696)]
        assert seen == list(range(4, 700))
        _silent(socket)


def test_what_a_user_may_not_see_is_not_sent(live: Live, deliver: Deliver) -> None:
    broker = user("broker", broker_id=BROKER)
    deliver(broker, lodged(application(broker_id=str(uuid7()))))
    actor = Actor(broker.subject, "broker", {"broker_id": BROKER}, version=1)
    with _open(live, ticket=_ticket(actor), last_seq=0) as socket:
        assert _next(socket) == {"kind": "hello", "seq": 1}
        theirs, own = application(broker_id=str(uuid7())), application()
        deliver(lodged(theirs), lodged(own, actor=None))
        assert _next(socket)["id"] == own["id"]
        assert _next(socket)["kind"] == "notification"
        deliver(moved(theirs, "inquiry", "sent_to_lender"))
        _silent(socket)


def test_too_old_a_number_means_resync(live: Live, deliver: Deliver) -> None:
    data = application()
    deliver(lodged(data), lodged(application()), lodged(application()))
    with work() as w:
        w.execute("DELETE FROM feed WHERE seq <= 2")
    with _open(live, ticket=_ticket(), last_seq=2) as within, _open(live, ticket=_ticket(), last_seq=1) as beyond:
        assert [_next(within).get("seq") for _ in range(2)] == [3, 3]
        assert [_next(beyond)["kind"] for _ in range(2)] == ["hello", "resync"]
        deliver(moved(data, "inquiry", "sent_to_lender"))
        assert _next(within)["seq"] == _next(beyond)["seq"] == 4


def test_a_user_who_was_changed_or_deactivated_is_disconnected_within_two_seconds(live: Live, deliver: Deliver) -> None:
    for change in ({"active": False}, {"role": "accounts"}):
        who = user("credit")
        actor = Actor(who.subject, "credit", version=1)
        deliver(who)
        with _open(live, ticket=_ticket(actor)) as socket:
            _next(socket)
            deliver(user(**{"role": "credit", "id": who.subject, "version": 2, **change}))
            began = time.monotonic()
            assert _closed(socket) == 4401
            assert time.monotonic() - began < 3  # one look a second, and a busy machine
        assert _closed(_open(live, ticket=_ticket(actor))) == 4401


def test_the_eleventh_socket_of_one_user_is_refused(live: Live, database: db.Database) -> None:
    sockets = [_open(live, ticket=_ticket()) for _ in range(10)]
    assert {_next(socket)["kind"] for socket in sockets} == {"hello"}
    assert _closed(_open(live, ticket=_ticket())) == 1013
    sockets.pop().close()
    sockets.append(_let_in(live))
    for socket in sockets:
        socket.close()


SLEEPER = """
import sys
from websockets.sync.client import connect
socket = connect(sys.argv[1], origin=sys.argv[2], compression=None, proxy=None)
socket.send(sys.argv[3])
while True:
    print(socket.recv(), flush=True)
"""


def _memory(live: Live) -> int:
    """Megabytes of the socket process that are in memory."""
    with open(f"/proc/{live.process.pid}/status", encoding="ascii") as status:
        return next(int(line.split()[1]) for line in status if line.startswith("VmRSS")) // 1024


def test_a_client_that_stops_reading_delays_nobody_and_gets_everything_later(live: Live, deliver: Deliver) -> None:
    """500 hints while it is stopped; then it dies, comes back by its last number, and has each once and in order."""
    data, opening = application(), json.dumps({"ticket": _ticket()})
    command = [sys.executable, "-c", SLEEPER, live.url, ORIGIN, opening]
    with (
        subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as sleeper,
        _open(live, ticket=_ticket()) as other,
    ):
        assert sleeper.stdout is not None and json.loads(sleeper.stdout.readline())["kind"] == "hello"
        assert _next(other)["kind"] == "hello"
        deliver(lodged(data))
        last = json.loads(sleeper.stdout.readline())["seq"]
        sleeper.send_signal(signal.SIGSTOP)
        before = _memory(live)
        for first in range(2, 502, 100):
            deliver(*_changes(data, first, first + 100))
        assert [_next(other)["version"] for _ in range(501)] == list(range(1, 502))
        assert _memory(live) - before < 10
        sleeper.kill()
    with _open(live, ticket=_ticket(), last_seq=last) as again:
        assert _next(again)["kind"] == "hello"
        assert [_next(again)["version"] for _ in range(500)] == list(range(2, 502))
        _silent(again)


def test_a_client_that_keeps_sending_messages_is_disconnected(live: Live, database: db.Database) -> None:
    with _open(live, ticket=_ticket()) as socket:
        _next(socket)
        for _ in range(20):
            socket.send("anything else?")
        assert _closed(socket) == 1008


def _changes(data: dict[str, Any], first: int, end: int) -> list[Any]:
    return [event("application_changed", data | {"changed": []}, sequence=n) for n in range(first, end)]
