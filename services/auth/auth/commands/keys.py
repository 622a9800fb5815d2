"""The keys that sign tokens: one active, the next already published, the last one until its tokens have expired."""

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
from lendkit.values.errors import DomainError, existing
from lendkit.values.identifiers import uuid7
from lendkit.values.sealed import FieldCipher

PUBLISHED_BEFORE_USE = timedelta(hours=24)
MAX_USE = timedelta(days=30)
CACHE_SECONDS = 30.0


@dataclass(frozen=True)
class Signer:
    """The active key, decrypted."""

    kid: str
    key: Any
    read_at: float

    def sign(self, claims: dict[str, Any]) -> str:
        return jwt.encode(claims, self.key, algorithm="EdDSA", headers={"kid": self.kid, "typ": "at+jwt"})


_signer: Signer | None = None


def signer() -> Signer:
    """The active key, read again every 30 s; the first call ever creates the first two keys."""
    global _signer
    if _signer is None or time.monotonic() - _signer.read_at > CACHE_SECONDS:
        _signer = _read()
    return _signer


def clear_cache() -> None:
    """Read the key again at the next call: after a rotation, and for each test's own database."""
    global _signer
    _signer = None


def ensure() -> None:
    """Create what is missing of an active and a next key."""
    with work() as w:
        store.lock(w)
        if store.active(w) is None:
            _create(w, active=True)
        if store.upcoming(w) is None:
            _create(w, active=False)


def rotate(*, at_once: bool = False) -> None:
    """Activate the next key and publish a new one.

    Raises DomainError while the next key has been published for less than 24 h, unless `at_once` (a leaked key).
    """
    ensure()
    with work() as w:
        store.lock(w)
        upcoming = existing(store.upcoming(w))
        if not at_once and dates.now() - upcoming.created_at < PUBLISHED_BEFORE_USE:
            raise DomainError("too_soon", "The next key must be published for 24 hours before it is used.")
        store.activate(w, upcoming.kid)
        _create(w, active=False)
    clear_cache()


def rotate_when_due() -> None:
    """Once a month: by then every service has long read the next key."""
    with work() as w:
        active = store.active(w)
    if active is not None and dates.now() - active.active_from >= MAX_USE:
        rotate()


def _read() -> Signer:
    with work() as w:
        active = store.active(w)
    if active is None:
        ensure()
        return _read()
    der = _cipher().decrypt(bytes(active.private_key))
    return Signer(active.kid, load_der_private_key(bytes.fromhex(der), None), time.monotonic())


def _create(w: Work, *, active: bool) -> None:
    key = Ed25519PrivateKey.generate()
    kid = str(uuid7())
    der = key.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption())
    jwk = json.loads(OKPAlgorithm.to_jwk(key.public_key())) | {"kid": kid, "alg": "EdDSA", "use": "sig"}
    store.add(w, kid, _cipher().encrypt(der.hex()), jwk, active=active)


def _cipher() -> FieldCipher:
    return FieldCipher(list(Settings.current().field_keys))
