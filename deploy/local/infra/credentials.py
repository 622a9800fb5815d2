"""Passwords and keys of one stack: made once, kept in a file that only its user may read."""

import base64
import secrets
from typing import Any

from cryptography.fernet import Fernet
from nacl.public import PrivateKey

from deploy.local.machine.atomic_files import read_json, write_json
from deploy.local.machine.places import Places
from deploy.local.machine.service_list import SERVICES

PARTNER = "partner-demo"


def load(places: Places) -> dict[str, Any]:
    """All secrets by name; what an older file lacks is added, nothing that is there changes."""
    kept = read_json(places.secrets) or {}
    merged = _merge(_fresh(), kept)
    if merged != kept:
        write_json(places.secrets, merged, mode=0o600)
    return merged


def _fresh() -> dict[str, Any]:
    sealing = PrivateKey.generate()
    return {
        "postgres": secrets.token_hex(16),
        "rabbitmq": secrets.token_hex(16),
        "logins": {service: secrets.token_hex(16) for service in SERVICES},
        "owners": {service: secrets.token_hex(16) for service in SERVICES},
        "broker": {service: secrets.token_hex(16) for service in SERVICES},
        "clients": {client: secrets.token_hex(24) for client in (*SERVICES, PARTNER)},
        "field_keys": {service: Fernet.generate_key().decode() for service in ("auth", "parties")},
        "sealing_private": base64.b64encode(bytes(sealing)).decode(),
        "sealing_public": base64.b64encode(bytes(sealing.public_key)).decode(),
    }


def _merge(fresh: dict[str, Any], kept: dict[str, Any]) -> dict[str, Any]:
    """The key pair belongs together, so it is taken from one side only."""
    merged = {**fresh, **kept}
    for name, value in fresh.items():
        if isinstance(value, dict):
            merged[name] = {**value, **kept.get(name, {})}
    if not {"sealing_private", "sealing_public"} <= kept.keys():
        merged.update({name: fresh[name] for name in ("sealing_private", "sealing_public")})
    return merged
