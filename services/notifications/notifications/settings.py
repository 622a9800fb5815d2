"""The environment variables that notifications reads."""

from dataclasses import dataclass

from lendkit.runtime.settings import Settings as KitSettings


@dataclass(frozen=True, kw_only=True)
class Settings(KitSettings):
    """`ws_bind` is host:port of the socket process, `tasks_url` the broker's vhost for tasks, `base_url` the product's.

    `smtp_url` is `smtp://host:port`, `smtp+starttls://user:password@host:587` or `smtps://user:password@host:465`.
    """

    ws_bind: str = "127.0.0.1:8001"
    tasks_url: str = ""
    smtp_url: str = ""
    mail_from: str = "Lend <no-reply@lend.example>"
    base_url: str = "http://127.0.0.1:8000"
