"""What users chose; who never chose has no row, and the defaults."""

import json
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from lendkit.messaging.work import Work
from notifications.domain.preferences import Preferences

_COLUMNS = "user_id, channels, thresholds, daily_digest, weekly_digest, quiet_from, quiet_to, timezone, updated_at"


def of(w: Work, users: Iterable[UUID]) -> dict[UUID, Preferences]:
    """Those of each user."""
    wanted = [str(id) for id in users]
    rows = w.all(f"SELECT {_COLUMNS} FROM preference WHERE user_id = ANY(CAST(:ids AS uuid[]))", {"ids": wanted})
    found = {row.user_id: read(row) for row in rows}
    return {UUID(id): found.get(UUID(id), Preferences()) for id in wanted}


def lock(w: Work, user: UUID) -> Preferences:
    """Those of one user, until the commit his alone to change."""
    row = w.one(f"SELECT {_COLUMNS} FROM preference WHERE user_id = :id FOR UPDATE", {"id": user})
    return Preferences() if row is None else read(row)


def with_digest(w: Work, column: str) -> Sequence[Any]:
    """(user id, preferences, when they were set) of every active user who wants this digest."""
    rows = w.all(
        f"SELECT {_COLUMNS} FROM preference p WHERE {column}"
        " AND EXISTS (SELECT 1 FROM actors a WHERE a.user_id = p.user_id AND a.active) ORDER BY user_id"
    )
    return [(row.user_id, read(row), row.updated_at) for row in rows]


def put(w: Work, user: UUID, chosen: Preferences, now: datetime) -> None:
    quiet = chosen.quiet or (None, None)
    w.execute(
        f"""INSERT INTO preference ({_COLUMNS})
        VALUES (:user, CAST(:channels AS jsonb), CAST(:thresholds AS jsonb), :daily, :weekly, :quiet_from, :quiet_to,
          :timezone, :now)
        ON CONFLICT (user_id) DO UPDATE SET channels = excluded.channels, thresholds = excluded.thresholds,
          daily_digest = excluded.daily_digest, weekly_digest = excluded.weekly_digest,
          quiet_from = excluded.quiet_from, quiet_to = excluded.quiet_to, timezone = excluded.timezone,
          updated_at = excluded.updated_at""",
        {
            "user": user,
            "channels": json.dumps(chosen.channels),
            "thresholds": json.dumps(chosen.thresholds),
            "daily": chosen.daily_digest,
            "weekly": chosen.weekly_digest,
            "quiet_from": quiet[0],
            "quiet_to": quiet[1],
            "timezone": chosen.timezone,
            "now": now,
        },
    )


def read(row: Any) -> Preferences:
    return Preferences(
        channels=row.channels,
        thresholds=row.thresholds,
        daily_digest=row.daily_digest,
        weekly_digest=row.weekly_digest,
        quiet=None if row.quiet_from is None else (row.quiet_from, row.quiet_to),
        timezone=row.timezone,
    )
