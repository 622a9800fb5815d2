"""One client's conversation: its ticket, what it missed, then what happens."""

import asyncio
import contextlib
import json
from dataclasses import dataclass

from sqlalchemy.exc import SQLAlchemyError
from websockets.asyncio.server import ServerConnection
from websockets.exceptions import ConnectionClosed

from lendkit.context import Actor
from lendkit.errors import Unauthenticated
from notifications.commands import tickets
from notifications.live.hub import GONE, TRY_LATER, Client, Hub
from notifications.queries import feed

FIRST_SECONDS = 5
LONGEST_TICKET = 100


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
            raise ValueError("not an opening")
        ticket, last_seq = body.get("ticket"), body.get("last_seq")
        if not isinstance(ticket, str) or not 0 < len(ticket) <= LONGEST_TICKET or not ticket.isascii():
            raise ValueError("no ticket")
        if last_seq is not None and (type(last_seq) is not int or not 0 <= last_seq < 2**63):
            raise ValueError("no number")
        return cls(ticket, last_seq)


class Session:
    """Serves every socket."""

    def __init__(self, hub: Hub) -> None:
        self._hub = hub

    async def serve(self, socket: ServerConnection) -> None:
        with contextlib.suppress(ConnectionClosed):
            try:
                opening = Opening.read(await asyncio.wait_for(socket.recv(), FIRST_SECONDS))
                actor = await asyncio.to_thread(tickets.redeem, opening.ticket)
            except (TimeoutError, ValueError, RecursionError, Unauthenticated):
                await socket.close(GONE, "ticket")
            except SQLAlchemyError:
                await socket.close(TRY_LATER, "try again")
            else:
                await self._admit(socket, actor, opening.last_seq)

    async def _admit(self, socket: ServerConnection, actor: Actor, last_seq: int | None) -> None:
        client = self._hub.join(actor, socket)
        if client is None:
            await socket.close(TRY_LATER, "too many sockets, or too early")
        else:
            await self._converse(client, last_seq)

    async def _converse(self, client: Client, last_seq: int | None) -> None:
        """Sending is one task, this one reads: what a client says after its ticket is not listened to."""
        sending = asyncio.create_task(_send(client, last_seq))
        try:
            async for _ in client.socket:
                pass
        finally:
            self._hub.leave(client)
            sending.cancel()


async def _send(client: Client, last_seq: int | None) -> None:
    try:
        with contextlib.suppress(ConnectionClosed):
            await _follow(client, last_seq)
    except SQLAlchemyError:
        await client.socket.close(TRY_LATER, "try again")


async def _follow(client: Client, last_seq: int | None) -> None:
    """Numbers up to `client.joined` come from the table, later ones from the queue: each once, and in order."""
    current, oldest = await asyncio.to_thread(feed.bounds)
    await client.socket.send(json.dumps({"kind": "hello", "seq": current}))
    sent = current if last_seq is None else last_seq
    if not oldest - 1 <= sent <= current:
        await client.socket.send(json.dumps({"kind": "resync"}))
        sent = current
    about = await _replay(client, sent)
    sent = max(sent, client.joined)
    while True:
        hint = await client.queue.get()
        if hint.seq > sent and hint.about != about:
            await client.socket.send(hint.text)
            about = hint.about


async def _replay(client: Client, after: int) -> object:
    """What was missed; returns what the last hint was about.

    A party on two applications has a row for each, one after the other: who sees both is told once.
    """
    about: object = None
    while hints := await asyncio.to_thread(feed.since, after, client.joined):
        for hint in hints:
            if feed.may_see(client.actor, hint) and hint.about != about:
                await client.socket.send(hint.text)
                about = hint.about
        after = hints[-1].seq
    return about
