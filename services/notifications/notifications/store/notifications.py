"""Rows of `notification`, and their public JSON."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from lendkit.work import Work

STATE = """jsonb_build_object('id', n.id, 'kind', n.kind, 'title', n.title, 'message', n.message, 'link', n.link,
  'created_at', n.created_at, 'read_at', n.read_at, 'acknowledged_at', n.acknowledged_at)"""
_READ = "read_at = coalesce(read_at, :now), acknowledged_at = coalesce(acknowledged_at, :now)"


def insert(w: Work, notification: Mapping[str, Any]) -> bool:
    """False when this user was told of this already."""
    made = w.execute(
        """INSERT INTO notification (id, user_id, kind, title, message, link, application_id, dedupe_key)
        VALUES (:id, :user_id, :kind, :title, :message, :link, :application_id, :dedupe_key)
        ON CONFLICT (user_id, dedupe_key) DO NOTHING""",
        notification,
    )
    return made.rowcount == 1


def acknowledge(w: Work, user: UUID, id: UUID, now: datetime) -> Any:
    """Its state, read and acknowledged; None when there is none for this user. The first time counts."""
    return w.scalar(
        f"""UPDATE notification n SET {_READ}
        WHERE id = :id AND user_id = :user AND deleted_at IS NULL RETURNING {STATE}""",
        {"id": id, "user": user, "now": now},
    )


def acknowledge_all(w: Work, user: UUID, now: datetime) -> int:
    done = w.execute(
        f"""UPDATE notification SET {_READ}
        WHERE user_id = :user AND deleted_at IS NULL AND acknowledged_at IS NULL AND created_at <= :now""",
        {"user": user, "now": now},
    )
    return int(done.rowcount)


def set_deleted(w: Work, user: UUID, id: UUID, at: datetime | None) -> Any:
    """Its state, deleted at `at` or, without one, back again; None when there is none for this user."""
    return w.scalar(
        f"UPDATE notification n SET deleted_at = :at WHERE id = :id AND user_id = :user RETURNING {STATE}",
        {"id": id, "user": user, "at": at},
    )
