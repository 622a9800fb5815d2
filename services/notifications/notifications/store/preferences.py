"""Rows of `preference`: what each user chose; who chose nothing has no row."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, time
from uuid import UUID

from lendkit.messaging.work import Work
from lendkit.runtime.sql import load
from notifications.domain.preferences import Preferences

_COLUMNS = "user_id, channels, thresholds, daily_digest, weekly_digest, quiet_from, quiet_to, timezone, updated_at"
_PUT = load(__file__, "preferences_put.sql")


@dataclass(frozen=True)
class UserPreferences:
    """One user's row; `updated_at` is when it was last saved."""

    user_id: UUID
    channels: Mapping[str, Mapping[str, bool]]
    thresholds: Mapping[str, int]
    daily_digest: bool
    weekly_digest: bool
    quiet_from: time | None
    quiet_to: time | None
    timezone: str
    updated_at: datetime

    @property
    def preferences(self) -> Preferences:
        quiet = None if self.quiet_from is None or self.quiet_to is None else (self.quiet_from, self.quiet_to)
        return Preferences(
            channels=self.channels,
            thresholds=self.thresholds,
            daily_digest=self.daily_digest,
            weekly_digest=self.weekly_digest,
            quiet=quiet,
            timezone=self.timezone,
        )


def of(w: Work, users: Iterable[UUID]) -> dict[UUID, Preferences]:
    """Those of each user, the defaults where nothing was chosen."""
    ids = list(users)
    rows = w.all(
        f"SELECT {_COLUMNS} FROM preference WHERE user_id = ANY(CAST(:ids AS uuid[]))",
        {"ids": [str(id) for id in ids]},
        into=UserPreferences,
    )
    chosen = {row.user_id: row.preferences for row in rows}
    return {id: chosen.get(id, Preferences()) for id in ids}


def lock(w: Work, user: UUID) -> Preferences:
    """Those of one user, whose row stays locked until the commit."""
    sql = f"SELECT {_COLUMNS} FROM preference WHERE user_id = :id FOR UPDATE"
    row = w.one(sql, {"id": user}, into=UserPreferences)
    return Preferences() if row is None else row.preferences


def with_digest(w: Work, kind: str) -> Sequence[UserPreferences]:
    """Those of every active user who wants this digest: `daily_digest` or `weekly_digest`."""
    return w.all(
        f"SELECT {_COLUMNS} FROM preference p WHERE CASE :kind WHEN 'daily_digest' THEN daily_digest"
        " ELSE weekly_digest END AND (daily_digest OR weekly_digest)"
        " AND EXISTS (SELECT 1 FROM actors a WHERE a.user_id = p.user_id AND a.active) ORDER BY user_id",
        {"kind": kind},
        into=UserPreferences,
    )


def put(w: Work, user: UUID, chosen: Preferences, now: datetime) -> None:
    quiet_from, quiet_to = chosen.quiet or (None, None)
    params = {
        "user": user,
        "channels": json.dumps(chosen.channels),
        "thresholds": json.dumps(chosen.thresholds),
        "daily_digest": chosen.daily_digest,
        "weekly_digest": chosen.weekly_digest,
        "quiet_from": quiet_from,
        "quiet_to": quiet_to,
        "timezone": chosen.timezone,
        "now": now,
    }
    w.execute(_PUT, params)
