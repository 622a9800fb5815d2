"""What a password must be (ASVS 5.0 section 6.2: length over composition rules) and how it is kept (argon2id)."""

from functools import lru_cache
from importlib import resources
from typing import Any

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from lendkit.values.errors import Invalid

SHORTEST, LONGEST = 12, 200
_COSTS: dict[str, dict[str, Any]] = {"high": {}, "low": {"time_cost": 1, "memory_cost": 1024, "parallelism": 1}}
_UNKNOWN_USER = "nobody has this password, but checking it takes as long"


def check(password: str, email: str) -> None:
    """Raises Invalid naming `/password`. Nothing is ever cut off."""
    problem = _problem(password, email)
    if problem:
        raise Invalid({"/password": [problem]})


def hashed(password: str, cost: str = "high") -> str:
    return _hasher(cost).hash(password)


def matches(stored: str | None, password: str, cost: str = "high") -> bool:
    """False for a wrong password; for an unknown user (`stored` is None) false after the same work."""
    try:
        return _hasher(cost).verify(stored or _decoy(cost), password) and stored is not None
    except (VerificationError, InvalidHashError):
        return False


def _problem(password: str, email: str) -> str | None:
    if not SHORTEST <= len(password) <= LONGEST:
        return f"Use between {SHORTEST} and {LONGEST} characters."
    if "\x00" in password:
        return "A password cannot hold this character."
    name = email.partition("@")[0].casefold()
    if len(name) >= 4 and name in password.casefold():
        return "Leave your own address out of your password."
    if password.casefold() in _common():
        return "This password is on lists that attackers try first. Choose another."
    return None


@lru_cache
def _hasher(cost: str) -> PasswordHasher:
    return PasswordHasher(**_COSTS[cost])


@lru_cache
def _decoy(cost: str) -> str:
    return hashed(_UNKNOWN_USER, cost)


@lru_cache
def _common() -> frozenset[str]:
    text = resources.files("auth.domain").joinpath("common_passwords.txt").read_text(encoding="utf-8")
    return frozenset(text.split())
