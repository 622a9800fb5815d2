"""Refresh tokens: whether one that is presented is rotated, answered again, refused, or ends its whole family."""

import base64
import hashlib
import hmac
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

IDLE = timedelta(days=14)
FAMILY = timedelta(days=30)
GRACE = timedelta(seconds=10)  # two tabs, or a lost answer


class Decision(StrEnum):
    ROTATE = "rotate"
    REPEAT = "repeat"
    REFUSE = "refuse"
    REVOKE = "revoke"


@dataclass(frozen=True)
class Presented:
    """The token that was sent, as it is stored."""

    used_at: datetime | None
    revoked: bool
    expires_at: datetime
    successor_used: bool


def decide(token: Presented, now: datetime) -> Decision:
    """REVOKE is for a used token that comes back later: somebody has a copy, so the whole family ends."""
    if token.revoked or token.expires_at <= now:
        return Decision.REFUSE
    if token.used_at is None:
        return Decision.ROTATE
    if now - token.used_at <= GRACE and not token.successor_used:
        return Decision.REPEAT
    return Decision.REVOKE


def generate() -> str:
    """256 random bits."""
    return secrets.token_urlsafe(32)


def successor(token: str, key: str) -> str:
    """The next token of a family: derived, so that a repeated request gets the same one and none is stored in clear."""
    raw = hmac.new(key.encode(), token.encode(), hashlib.sha256).digest()
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()


def digest(token: str) -> bytes:
    """What is stored of a token."""
    return hashlib.sha256(token.encode()).digest()
