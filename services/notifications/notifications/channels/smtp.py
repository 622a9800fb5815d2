"""The SMTP server: one connection per email, short timeouts, and what is worth trying again."""

import smtplib
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from email.message import EmailMessage
from urllib.parse import unquote, urlsplit

TIMEOUT_SECONDS = 10
PERMANENT = range(500, 600)


class TemporaryFailure(Exception):
    """The server is unreachable, slow or busy: the same email may be accepted later."""


class PermanentFailure(Exception):
    """The server refuses this address or this email for good."""


def send(url: str, message: EmailMessage) -> None:
    """Returns once the server has accepted the message. Raises TemporaryFailure or PermanentFailure."""
    try:
        with _connection(url) as server:
            server.send_message(message)
    except smtplib.SMTPRecipientsRefused as exc:
        codes = [code for code, _ in exc.recipients.values()]
        answers = "; ".join(_reply(code, text) for code, text in exc.recipients.values())
        failure = PermanentFailure if all(code in PERMANENT for code in codes) else TemporaryFailure
        raise failure(answers) from exc
    except smtplib.SMTPNotSupportedError as exc:  # an address in characters that this server does not support
        raise PermanentFailure(str(exc)) from exc
    except smtplib.SMTPDataError as exc:
        failure = PermanentFailure if exc.smtp_code in PERMANENT else TemporaryFailure
        raise failure(_reply(exc.smtp_code, exc.smtp_error)) from exc
    except smtplib.SMTPResponseException as exc:  # our login or our sender is refused: an operator has to fix that
        raise TemporaryFailure(_reply(exc.smtp_code, exc.smtp_error)) from exc
    except (OSError, smtplib.SMTPException) as exc:
        raise TemporaryFailure(f"{type(exc).__name__}: {exc}") from exc


@contextmanager
def _connection(url: str) -> Iterator[smtplib.SMTP]:
    parts = urlsplit(url)
    if not parts.hostname:
        raise TemporaryFailure("no SMTP server is set")
    connect = smtplib.SMTP_SSL if parts.scheme == "smtps" else smtplib.SMTP
    server = connect(parts.hostname, parts.port or 0, timeout=TIMEOUT_SECONDS)
    try:
        try:
            if parts.scheme == "smtp+starttls":
                server.starttls(context=ssl.create_default_context())
            if parts.username:
                server.login(unquote(parts.username), unquote(parts.password or ""))
        except smtplib.SMTPNotSupportedError as exc:
            raise TemporaryFailure(str(exc)) from exc
        yield server
        _quit(server)
    finally:
        server.close()


def _quit(server: smtplib.SMTP) -> None:
    """The message is accepted: an error while disconnecting changes nothing."""
    try:
        server.quit()
    except (OSError, smtplib.SMTPException):
        return


def _reply(code: int, text: bytes | str) -> str:
    decoded = text.decode("utf-8", "replace") if isinstance(text, bytes) else text
    return f"{code} {decoded}"
