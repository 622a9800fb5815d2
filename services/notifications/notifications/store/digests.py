"""Rows of `digest`: which digest each user has had; also of a period in which there was nothing to send."""

from datetime import datetime
from uuid import UUID

from lendkit.messaging.work import Work


def claim(w: Work, user: UUID, kind: str, period: str, now: datetime) -> bool:
    """False when this user has had it."""
    result = w.execute(
        """INSERT INTO digest (user_id, kind, period, made_at) VALUES (:user, :kind, :period, :now)
        ON CONFLICT DO NOTHING""",
        {"user": user, "kind": kind, "period": period, "now": now},
    )
    return result.rowcount == 1


def last(w: Work, user: UUID, kind: str) -> datetime | None:
    """When this user's newest digest of this kind was made."""
    made_at: datetime | None = w.scalar(
        "SELECT max(made_at) FROM digest WHERE user_id = :user AND kind = :kind", {"user": user, "kind": kind}
    )
    return made_at
