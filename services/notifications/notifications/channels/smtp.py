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
    except smtplib.SMTPRecipientsRefused as exc:
        codes = [code for code, _ in exc.recipients.values()]
        answers = "; ".join(_said(code, text) for code, text in exc.recipients.values())
        raise (Never if all(code in PERMANENT for code in codes) else NotNow)(answers) from exc
    except smtplib.SMTPNotSupportedError as exc:  # an address in letters that this server does not know
        raise Never(str(exc)) from exc
    except smtplib.SMTPDataError as exc:
        raise (Never if exc.smtp_code in PERMANENT else NotNow)(_said(exc.smtp_code, exc.smtp_error)) from exc
    except smtplib.SMTPResponseException as exc:  # our login or our sender is refused: that is ours to mend
        raise NotNow(_said(exc.smtp_code, exc.smtp_error)) from exc
    except (OSError, smtplib.SMTPException) as exc:
        raise NotNow(f"{type(exc).__name__}: {exc}") from exc


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
        except smtplib.SMTPNotSupportedError as exc:
            raise NotNow(str(exc)) from exc
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
