"""A slow client is disconnected and delays nobody."""

import asyncio
from collections.abc import Callable
from typing import Any

from lendkit.runtime import db
from lendkit.values.actor import Actor
from lendkit.values.identifiers import uuid7
from notifications.live.hub import QUEUE, TOO_SLOW, Hub
from services.notifications.tests.factories import application, event, lodged


class Socket:
    """Stands where a connection stands, and remembers how it was closed."""

    def __init__(self) -> None:
        self.closed: tuple[int, str] | None = None

    async def close(self, code: int, reason: str) -> None:
        self.closed = (code, reason)


def test_a_client_too_far_behind_is_told_to_resume(database: db.Database, deliver: Callable[..., None]) -> None:
    data = application()

    async def story() -> tuple[Any, Any, int]:
        hub, slow, quick = Hub(), Socket(), Socket()
        await hub.turn()
        lagging = hub.join(Actor(id=uuid7(), role="admin"), slow)  # type: ignore[arg-type]
        reading = hub.join(Actor(id=uuid7(), role="admin"), quick)  # type: ignore[arg-type]
        assert lagging is not None and reading is not None
        assert hub.catch_up(lagging, 0) and hub.catch_up(reading, 0)
        deliver(lodged(data), *_changes(data, 2, QUEUE + 1))
        await hub.turn()
        while not reading.queue.empty():
            reading.queue.get_nowait()
        deliver(*_changes(data, QUEUE + 1, QUEUE + 2))
        await hub.turn()
        await asyncio.sleep(0)
        return slow.closed, quick.closed, len(hub.clients)

    assert asyncio.run(story()) == ((TOO_SLOW, "too slow; resume"), None, 1)


def _changes(data: dict[str, Any], first: int, end: int) -> list[Any]:
    return [event("application_changed", data | {"changed": []}, sequence=n) for n in range(first, end)]
