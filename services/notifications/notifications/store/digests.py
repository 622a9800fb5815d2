"""Which digest each user has had; of a period that had nothing to say, too."""

from datetime import datetime
from typing import Any
from uuid import UUID

from lendkit.messaging.work import Work


def claim(w: Work, user: UUID, kind: str, period: str, now: datetime) -> bool:
    """False when this user has had it."""
    made = w.execute(
        """INSERT INTO digest (user_id, kind, period, made_at) VALUES (:user, :kind, :period, :now)
        ON CONFLICT DO NOTHING""",
        {"user": user, "kind": kind, "period": period, "now": now},
    )
    return made.rowcount == 1


def last(w: Work, user: UUID, kind: str) -> datetime | None:
    """When this user's newest digest of this kind was made."""
    found: Any = w.scalar(
        "SELECT max(made_at) FROM digest WHERE user_id = :user AND kind = :kind", {"user": user, "kind": kind}
    )
    return found if isinstance(found, datetime) else None
