"""The environment variables that applications reads."""

from dataclasses import dataclass

from lendkit.runtime.settings import Settings as KitSettings


@dataclass(frozen=True, kw_only=True)
class Settings(KitSettings):
    """With `sealing_public_key` we close the sensitive fields of a submit, for parties alone to open."""

    sealing_public_key: str = ""
