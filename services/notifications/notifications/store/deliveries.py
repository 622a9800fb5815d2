"""Rows of `delivery`: one mail to one address for one cause, from pending to sent or failed."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from lendkit.messaging.work import Work

RETAKE_AFTER = timedelta(minutes=2)
REQUEUE_AFTER = timedelta(minutes=10)
AT_ONCE = 200

_DUE = "((state = 'pending' AND next_at <= :now) OR (state = 'sending' AND taken_at < :stale))"
_CLAIM = f"""
UPDATE delivery d SET state = 'sending', attempts = attempts + 1, taken_at = :now,
  first_try_at = coalesce(first_try_at, :now)
FROM notification n WHERE d.id = :id AND n.id = d.notification_id AND {_DUE}
RETURNING d.id, d.notification_id, d.address, d.name, d.attempts, d.first_try_at, d.message_id,
  n.user_id, n.party_id, n.kind, n.title, n.message, n.link, n.application_id, n.detail
"""
_QUEUE = f"""
UPDATE delivery SET queued_at = :now WHERE id IN (
  SELECT id FROM delivery WHERE {_DUE} AND (queued_at IS NULL OR queued_at < :requeue OR queued_at < taken_at)
  ORDER BY next_at LIMIT :limit FOR UPDATE SKIP LOCKED)
RETURNING id
"""


def insert(w: Work, delivery: Mapping[str, Any]) -> bool:
    """False when this address was written to of this cause already."""
    made = w.execute(
        """INSERT INTO delivery (id, notification_id, cause, address, name, next_at, message_id)
        VALUES (:id, :notification_id, :cause, :address, :name, :next_at, :message_id) ON CONFLICT DO NOTHING""",
        delivery,
    )
    return made.rowcount == 1


def claim(w: Work, id: UUID, now: datetime) -> Any:
    """Take it, with what it says; None when it is not due, is being sent, or is done.

    One whose sender has not ended it after two minutes is taken again: that sender died, perhaps after the mail had
    gone. So a mail is sent at least once, and with one Message-ID.
    """
    return w.one(_CLAIM, {"id": id, "now": now, "stale": now - RETAKE_AFTER})


def queue(w: Work, now: datetime) -> list[UUID]:
    """The due ones that no message in the broker stands for, or whose message has been lost."""
    params = {"now": now, "stale": now - RETAKE_AFTER, "requeue": now - REQUEUE_AFTER, "limit": AT_ONCE}
    return [row.id for row in w.all(_QUEUE, params)]


def sent(w: Work, row: Any, now: datetime) -> bool:
    return _end(w, row, "sent", None, now)


def failed(w: Work, row: Any, error: str, now: datetime) -> bool:
    return _end(w, row, "failed", error, now)


def dropped(w: Work, row: Any, why: str, now: datetime) -> bool:
    return _end(w, row, "dropped", why, now)


def postpone(w: Work, row: Any, error: str, next_at: datetime) -> None:
    """It is tried again; a later attempt that has taken it over keeps it."""
    w.execute(
        """UPDATE delivery SET state = 'pending', next_at = :next_at, queued_at = NULL, last_error = :error
        WHERE id = :id AND state = 'sending' AND attempts = :attempts""",
        {"id": row.id, "attempts": row.attempts, "next_at": next_at, "error": error},
    )


def drop_pending(w: Work, cause: str, why: str, now: datetime) -> None:
    """Mails of this cause that have not gone stay here."""
    w.execute(
        "UPDATE delivery SET state = 'dropped', last_error = :why, ended_at = :now"
        " WHERE cause = :cause AND state = 'pending'",
        {"cause": cause, "why": why, "now": now},
    )


def told(w: Work, cause: str) -> set[str]:
    """The addresses to which a mail of this cause went, or is going."""
    rows = w.all(
        "SELECT lower(address) AS address FROM delivery WHERE cause = :cause AND state <> 'dropped'", {"cause": cause}
    )
    return {row.address for row in rows}


def address_of(w: Work, id: UUID) -> str | None:
    found = w.scalar("SELECT address FROM delivery WHERE id = :id", {"id": id})
    return None if found is None else str(found)


def _end(w: Work, row: Any, state: str, error: str | None, now: datetime) -> bool:
    """False when it has ended before: whoever is second changes nothing."""
    done = w.execute(
        """UPDATE delivery SET state = :state, last_error = :error, ended_at = :now
        WHERE id = :id AND state = 'sending'""",
        {"id": row.id, "state": state, "error": error, "now": now},
    )
    return done.rowcount == 1
