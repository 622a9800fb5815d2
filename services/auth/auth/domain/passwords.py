"""Password rules (ASVS 5.0 section 6.2: length over composition rules) and hashing (argon2id)."""

from functools import lru_cache
from importlib import resources
from typing import Any

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from lendkit.values.errors import Invalid

MIN_LENGTH, MAX_LENGTH = 12, 200
_COSTS: dict[str, dict[str, Any]] = {"high": {}, "low": {"time_cost": 1, "memory_cost": 1024, "parallelism": 1}}
_DECOY = "no user has this password, but checking it takes as long"


def check(password: str, email: str) -> None:
    """Raises Invalid naming `/password`. The whole password counts, however long."""
    problem = _problem(password, email)
    if problem:
        raise Invalid({"/password": [problem]})


def hashed(password: str, cost: str = "high") -> str:
    return _hasher(cost).hash(password)


def matches(stored: str | None, password: str, cost: str = "high") -> bool:
    """False for a wrong password, and after the same work for an unknown user (`stored` is None)."""
    try:
        return _hasher(cost).verify(stored or _decoy_hash(cost), password) and stored is not None
    except (VerificationError, InvalidHashError):
        return False


def _problem(password: str, email: str) -> str | None:
    if not MIN_LENGTH <= len(password) <= MAX_LENGTH:
        return f"Use {MIN_LENGTH} to {MAX_LENGTH} characters."
    if "\x00" in password:
        return "Remove the invisible character."
    name = email.partition("@")[0].casefold()
    if len(name) >= 4 and name in password.casefold():
        return "Don't use your email address in your password."
    if password.casefold() in _common():
        return "This password is too easy to guess. Choose another."
    return None


@lru_cache
def _hasher(cost: str) -> PasswordHasher:
    return PasswordHasher(**_COSTS[cost])


@lru_cache
def _decoy_hash(cost: str) -> str:
    return hashed(_DECOY, cost)


@lru_cache
def _common() -> frozenset[str]:
    text = resources.files("auth.domain").joinpath("common_passwords.txt").read_text(encoding="utf-8")
    return frozenset(text.split())
