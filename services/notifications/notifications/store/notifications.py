"""Rows of `notification`, and their public JSON."""

import json
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from lendkit.messaging.work import Work

STATE = """jsonb_build_object('id', n.id, 'kind', n.kind, 'title', n.title, 'message', n.message, 'link', n.link,
  'created_at', n.created_at, 'read_at', n.read_at, 'acknowledged_at', n.acknowledged_at)"""
_READ = "read_at = coalesce(read_at, :now), acknowledged_at = coalesce(acknowledged_at, :now)"


def insert(w: Work, notification: Mapping[str, Any]) -> bool:
    """False when this user, or this party without a login, was told of this already."""
    made = w.execute(
        """INSERT INTO notification (id, user_id, party_id, kind, title, message, link, application_id, dedupe_key,
          in_app, digest, detail)
        VALUES (:id, :user_id, :party_id, :kind, :title, :message, :link, :application_id, :dedupe_key,
          :in_app, :digest, CAST(:detail AS jsonb))
        ON CONFLICT DO NOTHING""",
        {**notification, "detail": json.dumps(notification["detail"], ensure_ascii=False)},
    )
    return made.rowcount == 1


def acknowledge(w: Work, user: UUID, id: UUID, now: datetime) -> Any:
    """Its state, read and acknowledged; None when there is none for this user. The first time counts."""
    return w.scalar(
        f"""UPDATE notification n SET {_READ}
        WHERE id = :id AND user_id = :user AND in_app AND deleted_at IS NULL RETURNING {STATE}""",
        {"id": id, "user": user, "now": now},
    )


def acknowledge_all(w: Work, user: UUID, now: datetime) -> int:
    done = w.execute(
        f"""UPDATE notification SET {_READ} WHERE user_id = :user AND in_app AND deleted_at IS NULL
          AND acknowledged_at IS NULL AND created_at <= :now""",
        {"user": user, "now": now},
    )
    return int(done.rowcount)


def set_deleted(w: Work, user: UUID, id: UUID, at: datetime | None) -> Any:
    """Its state, deleted at `at` or, without one, back again; None when there is none for this user."""
    return w.scalar(
        f"UPDATE notification n SET deleted_at = :at WHERE id = :id AND user_id = :user AND in_app RETURNING {STATE}",
        {"id": id, "user": user, "at": at},
    )


def delete_of(w: Work, application: UUID) -> list[UUID]:
    """All about an application, with their deliveries; whose lists are shorter now."""
    rows = w.all(
        """WITH gone AS (DELETE FROM notification WHERE application_id = :id RETURNING user_id, in_app)
        SELECT DISTINCT user_id FROM gone WHERE in_app ORDER BY user_id""",
        {"id": application},
    )
    return [row.user_id for row in rows]


def last_move(w: Work, application: UUID) -> Any:
    """The newest stage move that anybody was told of: its cause, and the stage it went to."""
    return w.one(
        """SELECT dedupe_key AS cause, detail->>'to' AS to_stage FROM notification
        WHERE application_id = :application AND kind = 'stage_changed' ORDER BY created_at DESC, id DESC LIMIT 1""",
        {"application": application},
    )


def for_digest(w: Work, user: UUID, since: datetime, until: datetime) -> Sequence[Any]:
    """What this user was told in that time, the oldest first."""
    return w.all(
        """SELECT kind, title, message, link FROM notification
        WHERE user_id = :user AND digest AND deleted_at IS NULL AND created_at > :since AND created_at <= :until
        ORDER BY created_at, id""",
        {"user": user, "since": since, "until": until},
    )
