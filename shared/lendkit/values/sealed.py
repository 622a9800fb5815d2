"""Two envelopes for sensitive fields: sealed to their owner while they travel, encrypted with rotating keys at rest."""

import base64
import json
from collections.abc import Sequence
from typing import Any

from cryptography.fernet import Fernet, MultiFernet
from nacl.exceptions import CryptoError
from nacl.public import PrivateKey, PublicKey, SealedBox


def new_pair() -> tuple[str, str]:
    """(private, public), both base64."""
    key = PrivateKey.generate()
    return _text(bytes(key)), _text(bytes(key.public_key))


def seal(public_key: str, value: Any) -> str:
    """JSON that only the holder of the private key can open."""
    box = SealedBox(PublicKey(base64.b64decode(public_key)))
    return _text(box.encrypt(json.dumps(value, ensure_ascii=False).encode()))


def unseal(private_key: str, sealed: str) -> Any:
    """Raises ValueError when it was sealed for somebody else or is damaged."""
    try:
        return json.loads(SealedBox(PrivateKey(base64.b64decode(private_key))).decrypt(base64.b64decode(sealed)))
    except (CryptoError, TypeError) as exc:
        raise ValueError("this was not sealed for us") from exc


class FieldCipher:
    """At rest: the first key encrypts, every key decrypts, so a key is replaced by putting a new one in front."""

    def __init__(self, keys: Sequence[str]) -> None:
        self._fernet = MultiFernet([Fernet(key) for key in keys])

    def encrypt(self, value: Any) -> bytes:
        return self._fernet.encrypt(json.dumps(value, ensure_ascii=False).encode())

    def decrypt(self, token: bytes) -> Any:
        return json.loads(self._fernet.decrypt(token))

    def rotate(self, token: bytes) -> bytes:
        """The same content under the newest key."""
        return self._fernet.rotate(token)


def _text(raw: bytes) -> str:
    return base64.b64encode(raw).decode()
