"""The environment variables that applications reads."""

from dataclasses import dataclass

from lendkit.runtime.settings import Settings as KitSettings


@dataclass(frozen=True, kw_only=True)
class Settings(KitSettings):
    """`sealing_public_key` seals the sensitive fields of a submission, for parties alone to open."""

    sealing_public_key: str = ""
