"""The WebSocket server: listens at `/ws/` until SIGTERM, answers `/healthz/`."""

import asyncio
import contextlib
import logging
import signal
from http import HTTPStatus
from typing import Any

from websockets.asyncio.server import ServerConnection, serve
from websockets.http11 import Request, Response
from websockets.typing import Origin

from lendkit.messaging import hints
from notifications.live.hub import Hub
from notifications.live.session import Session
from notifications.settings import Settings

MAX_MESSAGE_BYTES = 4096
PING_SECONDS = 20
CLOSE_SECONDS = 2


def run(settings: Settings) -> None:
    logging.getLogger("websockets.server").setLevel(logging.WARNING)
    asyncio.run(_serve(settings))


async def _serve(settings: Settings) -> None:
    loop, hub, stop = asyncio.get_running_loop(), Hub(), asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stop.set)

    def on_hint(_hint: dict[str, Any]) -> None:
        with contextlib.suppress(RuntimeError):  # the loop has ended: so will this process
            loop.call_soon_threadsafe(hub.poll_now)

    hints.listen(settings.amqp_url, on_hint)
    host, _, port = settings.ws_bind.rpartition(":")
    async with serve(
        Session(hub).serve,
        host,
        int(port),
        origins=[Origin(origin) for origin in settings.allowed_origins],
        process_request=_route,
        compression=None,
        max_size=MAX_MESSAGE_BYTES,
        ping_interval=PING_SECONDS,
        ping_timeout=PING_SECONDS,
        close_timeout=CLOSE_SECONDS,
        server_header=None,
    ):
        running, stopping = asyncio.create_task(hub.run()), asyncio.create_task(stop.wait())
        done, _ = await asyncio.wait({running, stopping}, return_when=asyncio.FIRST_COMPLETED)
        for task in (running, stopping):
            task.cancel()
        for ended in done:
            ended.result()  # a hub that failed ends the process, which is then restarted


def _route(connection: ServerConnection, request: Request) -> Response | None:
    path = request.path.partition("?")[0]
    if path == "/healthz/":
        return connection.respond(HTTPStatus.OK, "ok\n")
    return None if path == "/ws/" else connection.respond(HTTPStatus.NOT_FOUND, "not found\n")
