"""The live socket, through the gateway: tickets, origins, and clients that send too much, too little or rubbish."""

import contextlib
import json
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from typing import Any

import pytest
from websockets.exceptions import ConnectionClosed, InvalidStatus
from websockets.sync.client import ClientConnection, connect

from lendkit.values.identifiers import uuid7

pytestmark = pytest.mark.usefixtures("proved")
GONE, TALKATIVE, TOO_BIG = 4401, 1008, 1009
Open = Callable[..., ClientConnection]


@pytest.fixture
def admin(sign_in: Callable[[str], Any]) -> Any:
    return sign_in("admin")


@pytest.fixture
def open_socket(stack: dict[str, Any]) -> Iterator[Open]:
    """A socket at the gateway, from our own page unless another origin is given."""
    url = stack["base_url"].replace("http", "ws") + "/ws/"
    with ExitStack() as sockets:

        def open(origin: str | None = stack["base_url"]) -> ClientConnection:
            return sockets.enter_context(connect(url, origin=origin, compression=None, proxy=None))  # type: ignore[arg-type]

        yield open


def ticket(user: Any) -> str:
    return str(user.post("/api/notifications/ws-ticket/").json()["ticket"])


def greeted(socket: ClientConnection, user: Any) -> ClientConnection:
    socket.send(json.dumps({"ticket": ticket(user)}))
    assert json.loads(socket.recv(timeout=10))["kind"] == "hello"
    return socket


def closed(socket: ClientConnection, seconds: float = 15) -> int:
    with pytest.raises(ConnectionClosed) as caught:
        while True:
            socket.recv(timeout=seconds)
    assert caught.value.rcvd is not None
    return caught.value.rcvd.code


@pytest.fixture(scope="module")
def change(sign_in: Callable[[str], Any]) -> Callable[[], int]:
    """Something happens that the house is told of: a branch gets a new name. Its version."""
    admin = sign_in("admin")
    id = admin.post("/api/parties/branches/", {"name": "Zetland"}).json()["id"]

    def run() -> int:
        answer = admin.patch(f"/api/parties/branches/{id}/", {"name": f"Zetland {uuid7().hex[-4:]}"})
        assert answer.status_code == 200, answer.text
        return int(answer.json()["version"])

    return run


@pytest.fixture
def witness(open_socket: Open, sign_in: Callable[[str], Any], change: Callable[[], int]) -> Iterator[None]:
    """Whatever one client does, another one hears of a change at once, before and after."""
    socket = greeted(open_socket(), sign_in("credit"))
    until(socket, change())
    yield
    until(socket, change())


def until(socket: ClientConnection, version: int) -> list[dict[str, Any]]:
    """All hints up to the one of the branch's version."""
    messages: list[dict[str, Any]] = []
    while not messages or (messages[-1]["kind"], messages[-1].get("version")) != ("branch_changed", version):
        messages.append(json.loads(socket.recv(timeout=10)))
    return messages


@pytest.mark.parametrize(
    "origin", ["https://evil.example", "null", None, "http://127.0.0.1:1", "http://localhost.evil"]
)
def test_only_our_own_page_opens_one(open_socket: Open, witness: None, origin: str | None) -> None:
    with pytest.raises(InvalidStatus) as refused:
        open_socket(origin)
    assert refused.value.response.status_code == 403


def test_a_ticket_is_good_once_and_for_its_user(open_socket: Open, admin: Any, sign_in: Callable[[str], Any]) -> None:
    code = ticket(admin)
    first, second = open_socket(), open_socket()
    first.send(json.dumps({"ticket": code}))
    assert json.loads(first.recv(timeout=10))["kind"] == "hello"
    second.send(json.dumps({"ticket": code}))
    assert closed(second) == GONE
    third = open_socket()
    third.send(json.dumps({"ticket": code, "user_id": sign_in("bd").me["id"]}))
    assert closed(third) == GONE


RUBBISH: dict[str, str | bytes] = {
    "no JSON": "hello",
    "bytes": b"\x00\xff\xfe" * 100,
    "a list": "[]",
    "deep": "[" * 4000,
    "a forged ticket": json.dumps({"ticket": "A" * 43}),
    "SQL": json.dumps({"ticket": "' OR 1=1 --"}),
    "a token": json.dumps({"ticket": "e30.e30.e30"}),
}


@pytest.mark.parametrize("what", RUBBISH)
def test_a_first_message_is_a_ticket(open_socket: Open, witness: None, what: str) -> None:
    socket = open_socket()
    socket.send(RUBBISH[what])
    assert closed(socket) == GONE


def test_a_megabyte_is_not_read(open_socket: Open, admin: Any, witness: None) -> None:
    for socket in (open_socket(), greeted(open_socket(), admin)):
        with contextlib.suppress(ConnectionClosed):  # it may hang up while we are still sending
            socket.send("x" * 1_000_000)
        assert closed(socket) == TOO_BIG


def test_who_goes_on_talking_has_to_leave(open_socket: Open, admin: Any, witness: None) -> None:
    socket = greeted(open_socket(), admin)
    with contextlib.suppress(ConnectionClosed):
        for _ in range(1000):
            socket.send("are you there?")
    assert closed(socket) == TALKATIVE


def test_who_says_nothing_is_shown_out_and_keeps_nobody_out(open_socket: Open, witness: None, admin: Any) -> None:
    with ThreadPoolExecutor(10) as pool:
        silent = list(pool.map(lambda _: open_socket(), range(300)))
    greeted(open_socket(), admin)
    assert {closed(socket) for socket in (silent[0], silent[-1])} == {GONE}


def test_those_who_vanish_leave_nothing_behind(
    open_socket: Open, sign_in: Callable[[str], Any], eventually: Any
) -> None:
    """A user may have ten sockets: whoever died without a goodbye does not count."""
    accounts = sign_in("accounts")
    sockets = [greeted(open_socket(), accounts) for _ in range(10)]
    full = open_socket()
    full.send(json.dumps({"ticket": ticket(accounts)}))
    assert closed(full) == 1013
    for socket in sockets:
        socket.socket.close()

    def back() -> bool:
        try:
            greeted(open_socket(), accounts)
        except ConnectionClosed:
            return False
        return True

    eventually(back)


def test_what_was_missed_comes_once_and_in_order(
    open_socket: Open, sign_in: Callable[[str], Any], change: Callable[[], int]
) -> None:
    """Also while more happens."""
    credit = sign_in("credit")
    socket = greeted(open_socket(), credit)
    last = until(socket, change())[-1]["seq"]
    socket.socket.close()
    missed, more = [change() for _ in range(15)], list[int]()
    writing = threading.Thread(target=lambda: more.extend(change() for _ in range(15)))
    writing.start()
    again = open_socket()
    again.send(json.dumps({"ticket": ticket(credit), "last_seq": last}))
    writing.join()
    hints = until(again, more[-1])
    assert [hint["version"] for hint in hints if hint["kind"] == "branch_changed"] == [*missed, *more]
    numbers = [hint["seq"] for hint in hints if hint["kind"] != "hello"]
    assert numbers == sorted(set(numbers))
