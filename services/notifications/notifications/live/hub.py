"""Reads the feed once for all clients and sends each of them what it may see."""

import asyncio
import contextlib
import logging
from dataclasses import dataclass, field
from uuid import UUID

from sqlalchemy.exc import SQLAlchemyError
from websockets.asyncio.server import ServerConnection

from lendkit.values.actor import Actor
from notifications.queries import feed
from notifications.queries.feed import Hint

log = logging.getLogger(__name__)

POLL_SECONDS = 1.0
QUEUE = 200
SOCKETS_PER_USER = 10
ACCESS_CHANGED, TOO_SLOW, TRY_LATER, NOT_EXPECTED = 4401, 4408, 1013, 1008


@dataclass(eq=False)
class Client:
    """One socket; hints are queued for it once it has `caught_up` with what it missed."""

    actor: Actor
    socket: ServerConnection
    caught_up: bool = False
    queue: asyncio.Queue[Hint] = field(default_factory=lambda: asyncio.Queue(QUEUE))


class Hub:
    """The rows are polled every second; a hint over the broker only makes that sooner."""

    def __init__(self) -> None:
        self.clients: set[Client] = set()
        self.position: int | None = None
        self._poll_now = asyncio.Event()
        self._closing: set[asyncio.Task[None]] = set()

    def poll_now(self) -> None:
        self._poll_now.set()

    def join(self, actor: Actor, socket: ServerConnection) -> Client | None:
        """None when the hub has not read the feed yet, or the user has too many sockets."""
        others = sum(client.actor.id == actor.id for client in self.clients)
        if self.position is None or others >= SOCKETS_PER_USER:
            return None
        client = Client(actor, socket)
        self.clients.add(client)
        return client

    def catch_up(self, client: Client, sent: int) -> bool:
        """Whether the client has been sent everything up to the hub's position: what follows goes through its queue."""
        client.caught_up = self.position is not None and sent >= self.position
        return client.caught_up

    def leave(self, client: Client) -> None:
        self.clients.discard(client)

    async def run(self) -> None:
        while True:
            try:
                await self.turn()
            except SQLAlchemyError as exc:
                log.warning("database_unavailable", extra={"detail": str(exc)[:200]})
                await asyncio.sleep(POLL_SECONDS)
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self._poll_now.wait(), POLL_SECONDS)
            self._poll_now.clear()

    async def turn(self) -> None:
        """Close the sockets of those whose access has changed, then send everything new."""
        if self.position is None:
            self.position = (await asyncio.to_thread(feed.bounds))[0]
        while True:
            users = {client.actor.id for client in self.clients}
            versions, hints = await asyncio.to_thread(_read, users, self.position)
            for client in [c for c in self.clients if versions.get(c.actor.id, 0) > c.actor.version]:
                self._drop(client, ACCESS_CHANGED, "access changed")
            # No await from here to the new position: a client that catches up gets either all of these or none.
            for hint in hints:
                self._send(hint)
                self.position = hint.seq
            if len(hints) < feed.PAGE:
                return

    def _send(self, hint: Hint) -> None:
        for client in [c for c in self.clients if c.caught_up and feed.may_see(c.actor, hint)]:
            try:
                client.queue.put_nowait(hint)
            except asyncio.QueueFull:
                self._drop(client, TOO_SLOW, "too slow; resume")

    def _drop(self, client: Client, code: int, reason: str) -> None:
        """Closing happens in the background: a slow client delays nobody."""
        self.leave(client)
        task = asyncio.create_task(client.socket.close(code, reason))
        self._closing.add(task)
        task.add_done_callback(self._closing.discard)


def _read(users: set[UUID], position: int) -> tuple[dict[UUID, int], list[Hint]]:
    return feed.access_versions(users) if users else {}, feed.since(position)
