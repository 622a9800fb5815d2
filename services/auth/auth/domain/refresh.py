"""What becomes of a refresh token that is shown to us: rotate, repeat the last answer, or end the family."""

import base64
import hashlib
import hmac
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

IDLE = timedelta(days=14)
FAMILY = timedelta(days=30)
GRACE = timedelta(seconds=10)  # two tabs, or an answer that was lost on the way


class Decision(StrEnum):
    ROTATE = "rotate"
    REPEAT = "repeat"
    REFUSE = "refuse"
    REVOKE = "revoke"


@dataclass(frozen=True)
class Shown:
    """What we know of the token that came in."""

    used_at: datetime | None
    revoked: bool
    expires_at: datetime
    successor_used: bool


def decide(shown: Shown, now: datetime) -> Decision:
    """REVOKE is for a spent token shown again later: somebody has a copy, so the whole family ends."""
    if shown.revoked or shown.expires_at <= now:
        return Decision.REFUSE
    if shown.used_at is None:
        return Decision.ROTATE
    if now - shown.used_at <= GRACE and not shown.successor_used:
        return Decision.REPEAT
    return Decision.REVOKE


def fresh() -> str:
    """256 random bits."""
    return secrets.token_urlsafe(32)


def successor(token: str, key: str) -> str:
    """The next token of a family: derived, so that a repeated request gets the same one and none is kept in clear."""
    raw = hmac.new(key.encode(), token.encode(), hashlib.sha256).digest()
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()


def digest(token: str) -> bytes:
    """What is stored of a token."""
    return hashlib.sha256(token.encode()).digest()
