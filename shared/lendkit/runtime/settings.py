"""The environment variables that every service reads; a service adds its own in its `settings.py`."""

import os
from collections.abc import Callable
from dataclasses import MISSING, Field, dataclass, fields
from typing import Any, Self

from environs import Env

from lendkit.runtime.runtime import RUNTIME


class MissingSettings(RuntimeError):
    """Raised at start with every missing name at once."""


@dataclass(frozen=True, kw_only=True)
class Settings:
    """Field `auth_url` is read from `AUTH_URL`, and so on. A field without a default is required."""

    service: str
    database_url: str
    migrate_database_url: str = ""
    amqp_url: str = ""
    bind: str = "127.0.0.1:8000"
    auth_url: str = ""
    applications_url: str = ""
    parties_url: str = ""
    finance_url: str = ""
    documents_url: str = ""
    notifications_url: str = ""
    reports_url: str = ""
    client_secret: str = ""
    allowed_origins: tuple[str, ...] = ()
    cors_origins: tuple[str, ...] = ()
    web_workers: int = 1
    web_threads: int = 8
    log_level: str = "INFO"
    check_events: bool = False
    failpoint: str = ""

    def url_of(self, owner: str) -> str:
        """Base URL of another service's web process, without a trailing slash."""
        return str(getattr(self, f"{owner}_url")).rstrip("/")

    def use(self) -> None:
        """Make these the process's settings."""
        RUNTIME.bind(Settings, self)

    @classmethod
    def current(cls) -> Self:
        """The process's settings, as this service's own type."""
        settings = RUNTIME.part(Settings)
        if not isinstance(settings, cls):
            raise RuntimeError(f"these are the settings of another service: {settings.service}")
        return settings

    @classmethod
    def from_env(cls, service: str) -> Self:
        """Read the environment; raises MissingSettings naming all that is missing."""
        own = [field for field in fields(cls) if field.name != "service"]
        missing = [field.name.upper() for field in own if _required(field) and field.name.upper() not in os.environ]
        if missing:
            raise MissingSettings(f"{service} needs the environment variables {', '.join(missing)}")
        present = [field for field in own if field.name.upper() in os.environ]
        return cls(service=service, **{field.name: _read(field) for field in present})


def _required(field: Field[Any]) -> bool:
    return field.default is MISSING and field.default_factory is MISSING


def _read(field: Field[Any]) -> Any:
    env, name = Env(), field.name.upper()
    readers: dict[Any, Callable[..., Any]] = {str: env.str, int: env.int, bool: env.bool}
    if field.type in readers:
        return readers[field.type](name)
    if field.type == tuple[str, ...]:
        return tuple(part.strip() for part in env.str(name).split(",") if part.strip())
    return env.json(name)
