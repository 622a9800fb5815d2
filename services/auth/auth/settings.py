"""The environment variables that auth reads."""

from dataclasses import dataclass, field

from lendkit.runtime.settings import Settings as KitSettings


@dataclass(frozen=True, kw_only=True)
class Settings(KitSettings):
    """`field_keys` encrypts the signing keys at rest; `service_secrets` names who may ask for a service token."""

    field_keys: tuple[str, ...] = ()
    service_secrets: dict[str, str] = field(default_factory=dict)
    argon2_cost: str = "high"
