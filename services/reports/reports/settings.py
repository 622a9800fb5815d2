"""The environment variables that reports reads."""

from dataclasses import dataclass

from lendkit.runtime.settings import Settings as KitSettings


@dataclass(frozen=True, kw_only=True)
class Settings(KitSettings):
    """None beyond the kit's."""
