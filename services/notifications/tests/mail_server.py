"""An SMTP server that behaves as a test says: accepts, refuses, defers, stalls or is down."""

import asyncio
import email
import threading
from email.message import EmailMessage
from email.policy import default
from typing import Any

from aiosmtpd.smtp import SMTP, Envelope, Session

OK = "250 OK"


class MailServer:
    """`answers` to the recipient and to the data; what was taken is in `mails`, by arrival."""

    def __init__(self, port: int) -> None:
        self.port = port
        self.recipient = self.data = OK
        self.stall = 0.0
        self.mails: list[tuple[str, EmailMessage]] = []
        self._loop = asyncio.new_event_loop()
        self._server: Any = None
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)
        self._thread.start()

    @property
    def url(self) -> str:
        return f"smtp://127.0.0.1:{self.port}"

    @property
    def to(self) -> list[str]:
        return [address for address, _ in self.mails]

    async def handle_RCPT(self, _s: SMTP, _c: Session, envelope: Envelope, address: str, _o: Any) -> str:  # noqa: N802
        if self.recipient == OK:
            envelope.rcpt_tos.append(address)
        return self.recipient

    async def handle_DATA(self, _server: SMTP, _session: Session, envelope: Envelope) -> str:  # noqa: N802
        await asyncio.sleep(self.stall)
        if self.data == OK:
            message: Any = email.message_from_bytes(bytes(envelope.content or b""), policy=default)
            self.mails.append((envelope.rcpt_tos[0], message))
        return self.data

    def start(self) -> "MailServer":
        def protocol() -> Any:
            return SMTP(self, hostname="mail.test", loop=self._loop, enable_SMTPUTF8=True)

        self._server = self._do(self._loop.create_server(protocol, "127.0.0.1", self.port))
        return self

    def stop(self) -> None:
        """New connections are refused, and those that are open end."""
        if self._server is not None:
            self._do(self._close())
            self._server = None

    def end(self) -> None:
        self.stop()
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(10)
        self._loop.close()

    async def _close(self) -> None:
        self._server.close()
        others = asyncio.all_tasks() - {asyncio.current_task()}
        for task in others:
            task.cancel()
        await asyncio.gather(*others, return_exceptions=True)
        await asyncio.sleep(0.01)  # what was cancelled closes its connection

    def _do(self, work: Any) -> Any:
        return asyncio.run_coroutine_threadsafe(work, self._loop).result(10)
