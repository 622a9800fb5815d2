"""Sensitive fields at rest: encrypted with rotating keys, decrypted only to be written again."""

from collections.abc import Mapping
from typing import Any

from lendkit.values.sealed import FieldCipher, unseal
from parties.settings import Settings


def encrypt(values: Mapping[str, Any], stored: bytes | None = None) -> bytes | None:
    """These values over the stored ones; None when there is nothing."""
    cipher = FieldCipher(Settings.current().field_keys)
    merged = {**(cipher.decrypt(bytes(stored)) if stored else {}), **values}
    return cipher.encrypt(merged) if merged else None


def open_sealed(sealed: str | None) -> dict[str, Any]:
    """What applications sealed to this service. Raises ValueError when it was not."""
    return dict(unseal(Settings.current().sealing_private_key, sealed)) if sealed else {}
