"""Reads the feed once for all clients and hands each what it may see."""

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
GONE, TOO_SLOW, TRY_LATER, TALKATIVE = 4401, 4408, 1013, 1008


@dataclass(eq=False)
class Client:
    """One socket; hints are queued for it once it has `caught_up` with what it missed."""

    actor: Actor
    socket: ServerConnection
    caught_up: bool = False
    queue: asyncio.Queue[Hint] = field(default_factory=lambda: asyncio.Queue(QUEUE))


class Hub:
    """Rows are the truth and are looked for every second; a push only makes that sooner."""

    def __init__(self) -> None:
        self.clients: set[Client] = set()
        self.position: int | None = None
        self._poked = asyncio.Event()
        self._closing: set[asyncio.Task[None]] = set()

    def poke(self) -> None:
        self._poked.set()

    def join(self, actor: Actor, socket: ServerConnection) -> Client | None:
        """None when the hub has not read the feed yet, or the user has too many sockets."""
        others = sum(client.actor.id == actor.id for client in self.clients)
        if self.position is None or others >= SOCKETS_PER_USER:
            return None
        client = Client(actor, socket)
        self.clients.add(client)
        return client

    def catch_up(self, client: Client, sent: int) -> bool:
        """Whether the client has been sent all that was handed out: then what follows goes through its queue."""
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
                await asyncio.wait_for(self._poked.wait(), POLL_SECONDS)
            self._poked.clear()

    async def turn(self) -> None:
        """Close who may no longer listen, then hand out everything new."""
        if self.position is None:
            self.position = (await asyncio.to_thread(feed.bounds))[0]
        while True:
            users = {client.actor.id for client in self.clients}
            versions, hints = await asyncio.to_thread(_look, users, self.position)
            for client in [one for one in self.clients if versions.get(one.actor.id, 0) > one.actor.version]:
                self._drop(client, GONE, "access changed")
            # No await from here to the new position: who catches up gets either all of these or none.
            for hint in hints:
                self._hand_out(hint)
                self.position = hint.seq
            if len(hints) < feed.PAGE:
                return

    def _hand_out(self, hint: Hint) -> None:
        for client in [one for one in self.clients if one.caught_up and feed.may_see(one.actor, hint)]:
            try:
                client.queue.put_nowait(hint)
            except asyncio.QueueFull:
                self._drop(client, TOO_SLOW, "too slow; resume")

    def _drop(self, client: Client, code: int, reason: str) -> None:
        """Nobody waits for a slow client's goodbye."""
        self.leave(client)
        task = asyncio.create_task(client.socket.close(code, reason))
        self._closing.add(task)
        task.add_done_callback(self._closing.discard)


def _look(users: set[UUID], position: int) -> tuple[dict[UUID, int], list[Hint]]:
    return feed.standing(users) if users else {}, feed.since(position)
