"""The mail catcher: an SMTP server that delivers to nobody and keeps each mail as one `.eml` file."""

import asyncio
import itertools
import signal
import time
from pathlib import Path
from typing import Any

from aiosmtpd.smtp import SMTP, Envelope, Session
from setproctitle import setproctitle

from deploy.local.machine.atomic_files import write_text

LIMIT = 33_554_432


class Keeper:
    """Names sort by arrival; a file appears whole or not at all."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.number = itertools.count()

    async def handle_DATA(self, _server: SMTP, _session: Session, envelope: Envelope) -> str:  # noqa: N802 - aiosmtpd's name
        content = envelope.content or b""
        text = content.decode("utf-8", "surrogateescape") if isinstance(content, bytes) else content
        head = f"X-Envelope-From: {envelope.mail_from}\r\nX-Envelope-To: {', '.join(envelope.rcpt_tos)}\r\n"
        name = f"{time.time_ns()}-{next(self.number):06d}.eml"
        write_text(self.folder / name, (head + text).encode("utf-8", "surrogateescape").decode("utf-8", "replace"))
        return "250 kept"


def serve(port: int, folder: Path, host: str = "127.0.0.1") -> int:
    """Until SIGTERM."""
    setproctitle("lend mail")
    asyncio.run(_serve(host, port, folder))
    return 0


async def _serve(host: str, port: int, folder: Path) -> None:
    keeper = Keeper(folder)
    loop = asyncio.get_running_loop()
    stop = asyncio.Event()
    loop.add_signal_handler(signal.SIGTERM, stop.set)

    def protocol() -> Any:
        return SMTP(keeper, enable_SMTPUTF8=True, data_size_limit=LIMIT, hostname="mail.localhost")

    server = await loop.create_server(protocol, host, port)
    async with server:
        await stop.wait()
