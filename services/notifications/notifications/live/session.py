"""One client's session: its ticket, the hints it missed, then each new one."""

import asyncio
import contextlib
import json
from dataclasses import dataclass

from sqlalchemy.exc import SQLAlchemyError
from websockets.asyncio.server import ServerConnection
from websockets.exceptions import ConnectionClosed

from lendkit.values.actor import Actor
from lendkit.values.errors import Unauthenticated
from notifications.commands import socket_tickets
from notifications.live.hub import ACCESS_CHANGED, NOT_EXPECTED, TRY_LATER, Client, Hub
from notifications.queries import feed
from notifications.queries.feed import Hint

TICKET_SECONDS = 5
MAX_TICKET_LENGTH = 100
MAX_MESSAGES = 20


@dataclass(frozen=True)
class Opening:
    """A client's first message."""

    ticket: str
    last_seq: int | None

    @classmethod
    def read(cls, text: str | bytes) -> "Opening":
        """Raises ValueError for anything else."""
        body = json.loads(text)
        if not isinstance(body, dict) or not set(body) <= {"ticket", "last_seq"}:
            raise ValueError("not an opening message")
        ticket, last_seq = body.get("ticket"), body.get("last_seq")
        if not isinstance(ticket, str) or not 0 < len(ticket) <= MAX_TICKET_LENGTH or not ticket.isascii():
            raise ValueError("not a ticket")
        if last_seq is not None and (type(last_seq) is not int or not 0 <= last_seq < 2**63):
            raise ValueError("not a number")
        return cls(ticket, last_seq)


class Session:
    """Serves every socket."""

    def __init__(self, hub: Hub) -> None:
        self._hub = hub

    async def serve(self, socket: ServerConnection) -> None:
        with contextlib.suppress(ConnectionClosed):
            try:
                opening = Opening.read(await asyncio.wait_for(socket.recv(), TICKET_SECONDS))
                actor = await asyncio.to_thread(socket_tickets.redeem, opening.ticket)
            except (TimeoutError, ValueError, RecursionError, Unauthenticated):
                await socket.close(ACCESS_CHANGED, "ticket")
            except SQLAlchemyError:
                await socket.close(TRY_LATER, "try again")
            else:
                await self._accept(socket, actor, opening.last_seq)

    async def _accept(self, socket: ServerConnection, actor: Actor, last_seq: int | None) -> None:
        client = self._hub.join(actor, socket)
        if client is None:
            await socket.close(TRY_LATER, "too many sockets, or too early")
        else:
            await self._run(client, last_seq)

    async def _run(self, client: Client, last_seq: int | None) -> None:
        """Sending is a task of its own, this one reads: messages after the ticket are ignored, and a client that keeps
        sending them is disconnected."""
        sending = asyncio.create_task(_send(self._hub, client, last_seq))
        try:
            for _ in range(MAX_MESSAGES):
                await client.socket.recv()
            await client.socket.close(NOT_EXPECTED, "no messages expected")
        finally:
            self._hub.leave(client)
            sending.cancel()


async def _send(hub: Hub, client: Client, last_seq: int | None) -> None:
    try:
        with contextlib.suppress(ConnectionClosed):
            sender = Sender(client, await _hello(client.socket, last_seq))
            await _catch_up(hub, sender)
            while True:
                await sender.send(await client.queue.get())
    except SQLAlchemyError:
        await client.socket.close(TRY_LATER, "try again")


async def _hello(socket: ServerConnection, last_seq: int | None) -> int:
    """Say hello; returns the number after which this client is to get every hint."""
    current, oldest = await asyncio.to_thread(feed.bounds)
    await socket.send(json.dumps({"kind": "hello", "seq": current}))
    if last_seq is None:
        return current
    if oldest - 1 <= last_seq <= current:
        return last_seq
    await socket.send(json.dumps({"kind": "resync"}))
    return current


async def _catch_up(hub: Hub, sender: "Sender") -> None:
    """Missed hints come from the table, at the client's own pace."""
    while not hub.catch_up(sender.client, sender.sent):
        target = hub.position or 0
        hints = await asyncio.to_thread(feed.since, sender.sent)
        for hint in hints:
            await sender.send(hint)
        if len(hints) < feed.PAGE:  # numbers without a row are behind us too
            sender.sent = max(sender.sent, target)


class Sender:
    """Sends each hint once and in order.

    A party on two applications has a row for each, one after the other: who sees both gets one.
    """

    def __init__(self, client: Client, sent: int) -> None:
        self.client = client
        self.sent = sent
        self._about: object = None

    async def send(self, hint: Hint) -> None:
        if hint.seq <= self.sent:
            return
        self.sent = hint.seq
        if hint.about != self._about and feed.may_see(self.client.actor, hint):
            self._about = hint.about
            await self.client.socket.send(hint.text)
