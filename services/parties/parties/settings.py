"""The environment variables that parties reads."""

from dataclasses import dataclass

from lendkit.runtime.settings import Settings as KitSettings


@dataclass(frozen=True, kw_only=True)
class Settings(KitSettings):
    """`field_keys` encrypts sensitive fields at rest; `sealing_private_key` opens what was sealed to us."""

    field_keys: tuple[str, ...] = ()
    sealing_private_key: str = ""
