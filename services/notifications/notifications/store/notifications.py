"""Rows of `notification`, and their public JSON."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from lendkit.messaging.work import Work
from notifications.domain.digests import Entry

STATE = """jsonb_build_object('id', n.id, 'kind', n.kind, 'title', n.title, 'message', n.message, 'link', n.link,
  'created_at', n.created_at, 'read_at', n.read_at, 'acknowledged_at', n.acknowledged_at)"""
_ACKNOWLEDGE = "read_at = coalesce(read_at, :now), acknowledged_at = coalesce(acknowledged_at, :now)"


@dataclass(frozen=True)
class StageChange:
    """The notifications of one change of stage: their dedupe key, and the stage it was changed to."""

    dedupe_key: str
    stage: str | None


def insert(w: Work, notification: Mapping[str, Any]) -> bool:
    """False when this user, or this party without a login, has been notified of this already."""
    result = w.execute(
        """INSERT INTO notification (id, user_id, party_id, kind, title, message, link, application_id, dedupe_key,
          in_app, digest, detail)
        VALUES (:id, :user_id, :party_id, :kind, :title, :message, :link, :application_id, :dedupe_key,
          :in_app, :digest, CAST(:detail AS jsonb))
        ON CONFLICT DO NOTHING""",
        {**notification, "detail": json.dumps(notification["detail"], ensure_ascii=False)},
    )
    return result.rowcount == 1


def acknowledge(w: Work, user: UUID, id: UUID, now: datetime) -> dict[str, Any] | None:
    """Its state, read and acknowledged; None when there is none for this user. The first time counts."""
    state: dict[str, Any] | None = w.scalar(
        f"""UPDATE notification n SET {_ACKNOWLEDGE}
        WHERE id = :id AND user_id = :user AND in_app AND deleted_at IS NULL RETURNING {STATE}""",
        {"id": id, "user": user, "now": now},
    )
    return state


def acknowledge_all(w: Work, user: UUID, now: datetime) -> int:
    result = w.execute(
        f"""UPDATE notification SET {_ACKNOWLEDGE} WHERE user_id = :user AND in_app AND deleted_at IS NULL
          AND acknowledged_at IS NULL AND created_at <= :now""",
        {"user": user, "now": now},
    )
    return int(result.rowcount)


def set_deleted(w: Work, user: UUID, id: UUID, at: datetime | None) -> dict[str, Any] | None:
    """Its state, deleted at `at` or, without one, restored; None when there is none for this user."""
    state: dict[str, Any] | None = w.scalar(
        f"UPDATE notification n SET deleted_at = :at WHERE id = :id AND user_id = :user AND in_app RETURNING {STATE}",
        {"id": id, "user": user, "at": at},
    )
    return state


def delete_of_application(w: Work, application: UUID) -> list[UUID]:
    """All about an application, with their deliveries; the users whose lists are shorter now."""
    rows = w.all(
        """WITH deleted AS (DELETE FROM notification WHERE application_id = :id RETURNING user_id, in_app)
        SELECT DISTINCT user_id FROM deleted WHERE in_app ORDER BY user_id""",
        {"id": application},
    )
    return [row.user_id for row in rows]


def last_stage_change(w: Work, application: UUID) -> StageChange | None:
    """The newest that anybody was notified of."""
    return w.one(
        """SELECT dedupe_key, detail->>'to' AS stage FROM notification
        WHERE application_id = :application AND kind = 'stage_changed' ORDER BY created_at DESC, id DESC LIMIT 1""",
        {"application": application},
        into=StageChange,
    )


def for_digest(w: Work, user: UUID, since: datetime, until: datetime) -> Sequence[Entry]:
    """The user's notifications of that time that are for digests, the oldest first."""
    return w.all(
        """SELECT kind, title, message, link FROM notification
        WHERE user_id = :user AND digest AND deleted_at IS NULL AND created_at > :since AND created_at <= :until
        ORDER BY created_at, id""",
        {"user": user, "since": since, "until": until},
        into=Entry,
    )
