"""The environment variables that notifications reads."""

from dataclasses import dataclass

from lendkit.settings import Settings as KitSettings


@dataclass(frozen=True, kw_only=True)
class Settings(KitSettings):
    """`ws_bind` is host:port of the socket process."""

    ws_bind: str = "127.0.0.1:8001"
