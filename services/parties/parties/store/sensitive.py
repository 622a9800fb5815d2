"""Sensitive fields at rest: encrypted, never read but by those who may."""

from collections.abc import Mapping
from typing import Any

from lendkit.values.sealed import FieldCipher, unseal
from parties.settings import Settings


def encrypt(values: Mapping[str, Any], kept: bytes | None = None) -> bytes | None:
    """These values over those kept before; None when there is nothing."""
    cipher = FieldCipher(Settings.current().field_keys)
    both = {**(cipher.decrypt(bytes(kept)) if kept else {}), **values}
    return cipher.encrypt(both) if both else None


def open_sealed(sealed: str | None) -> dict[str, Any]:
    """What applications sealed to us. Raises ValueError when it was not."""
    return dict(unseal(Settings.current().sealing_private_key, sealed)) if sealed else {}
