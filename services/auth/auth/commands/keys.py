"""The keys that sign tokens: one in use, the next already published, the last one kept until its tokens have ended."""

import json
import time
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import jwt
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, load_der_private_key
from jwt.algorithms import OKPAlgorithm

from auth.settings import Settings
from auth.store import keys as store
from lendkit.messaging.work import Work, work
from lendkit.values import dates
from lendkit.values.errors import DomainError
from lendkit.values.identifiers import uuid7
from lendkit.values.sealed import FieldCipher

PUBLISHED_BEFORE_USE = timedelta(hours=24)
LONGEST_USE = timedelta(days=30)
REMEMBER_SECONDS = 30.0


@dataclass(frozen=True)
class Signer:
    kid: str
    key: Any
    read_at: float

    def sign(self, claims: dict[str, Any]) -> str:
        return jwt.encode(claims, self.key, algorithm="EdDSA", headers={"kid": self.kid, "typ": "at+jwt"})


_signer: Signer | None = None


def signer() -> Signer:
    """The key in use, read again every 30 s; the first call ever makes the first two keys."""
    global _signer
    if _signer is None or time.monotonic() - _signer.read_at > REMEMBER_SECONDS:
        _signer = _read()
    return _signer


def forget() -> None:
    """Read the key again at the next call: after a rotation, and for each test's own database."""
    global _signer
    _signer = None


def ensure() -> None:
    """Have a key in use and one waiting."""
    with work() as w:
        store.take_lock(w)
        if store.active(w) is None:
            _make(w, active=True)
        if store.waiting(w) is None:
            _make(w, active=False)


def rotate(*, at_once: bool = False) -> None:
    """Put the waiting key to use and publish a new one.

    Raises DomainError while the waiting key has been published for less than 24 h, unless `at_once` (a leaked key).
    """
    ensure()
    with work() as w:
        store.take_lock(w)
        waiting = store.waiting(w)
        if not at_once and dates.now() - waiting.created_at < PUBLISHED_BEFORE_USE:
            raise DomainError("too_soon", "The next key has not been published for 24 hours yet.")
        store.activate(w, waiting.kid)
        _make(w, active=False)
    forget()


def rotate_when_due() -> None:
    """Once a month: by then everybody has known the waiting key for long."""
    with work() as w:
        row = store.active(w)
    if row is not None and dates.now() - row.active_from >= LONGEST_USE:
        rotate()


def _read() -> Signer:
    with work() as w:
        row = store.active(w)
    if row is None:
        ensure()
        return _read()
    der = _cipher().decrypt(bytes(row.private_key))
    return Signer(row.kid, load_der_private_key(bytes.fromhex(der), None), time.monotonic())


def _make(w: Work, *, active: bool) -> None:
    key = Ed25519PrivateKey.generate()
    kid = str(uuid7())
    der = key.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption())
    jwk = json.loads(OKPAlgorithm.to_jwk(key.public_key())) | {"kid": kid, "alg": "EdDSA", "use": "sig"}
    store.add(w, kid, _cipher().encrypt(der.hex()), jwk, active=active)


def _cipher() -> FieldCipher:
    return FieldCipher(list(Settings.current().field_keys))
