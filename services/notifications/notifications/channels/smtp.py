"""The SMTP server: one connection per mail, short timeouts, and the difference between "not now" and "never"."""

import smtplib
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from email.message import EmailMessage
from urllib.parse import unquote, urlsplit

SECONDS = 10
PERMANENT = range(500, 600)


class NotNow(Exception):
    """The server is away, slow or busy: the same mail may be taken later."""


class Never(Exception):
    """The server refuses this address or this mail for good."""


def send(url: str, message: EmailMessage) -> None:
    """Returns once the server has taken the mail. Raises NotNow or Never."""
    try:
        with _connection(url) as server:
            server.send_message(message)
    except smtplib.SMTPRecipientsRefused as fault:
        codes = [code for code, _ in fault.recipients.values()]
        answers = "; ".join(_said(code, text) for code, text in fault.recipients.values())
        raise (Never if all(code in PERMANENT for code in codes) else NotNow)(answers) from fault
    except smtplib.SMTPNotSupportedError as fault:  # an address in letters that this server does not know
        raise Never(str(fault)) from fault
    except smtplib.SMTPDataError as fault:
        raise (Never if fault.smtp_code in PERMANENT else NotNow)(_said(fault.smtp_code, fault.smtp_error)) from fault
    except smtplib.SMTPResponseException as fault:  # our login or our sender is refused: that is ours to mend
        raise NotNow(_said(fault.smtp_code, fault.smtp_error)) from fault
    except (OSError, smtplib.SMTPException) as fault:
        raise NotNow(f"{type(fault).__name__}: {fault}") from fault


@contextmanager
def _connection(url: str) -> Iterator[smtplib.SMTP]:
    parts = urlsplit(url)
    if not parts.hostname:
        raise NotNow("no SMTP server is set")
    kind = smtplib.SMTP_SSL if parts.scheme == "smtps" else smtplib.SMTP
    server = kind(parts.hostname, parts.port or 0, timeout=SECONDS)
    try:
        try:
            if parts.scheme == "smtp+starttls":
                server.starttls(context=ssl.create_default_context())
            if parts.username:
                server.login(unquote(parts.username), unquote(parts.password or ""))
        except smtplib.SMTPNotSupportedError as fault:
            raise NotNow(str(fault)) from fault
        yield server
        _quit(server)
    finally:
        server.close()


def _quit(server: smtplib.SMTP) -> None:
    """The mail is taken: how the goodbye goes is no matter."""
    try:
        server.quit()
    except (OSError, smtplib.SMTPException):
        return


def _said(code: int, text: bytes | str) -> str:
    words = text.decode("utf-8", "replace") if isinstance(text, bytes) else text
    return f"{code} {words}"
