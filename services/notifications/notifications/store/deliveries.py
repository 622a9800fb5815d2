"""Rows of `delivery`: one email to one address for one dedupe key, from pending to sent, failed or dropped."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from lendkit.messaging.work import Work
from lendkit.runtime.sql import load

RETAKE_AFTER = timedelta(minutes=2)
REQUEUE_AFTER = timedelta(minutes=10)
BATCH = 200

_CLAIM = load(__file__, "deliveries_claim.sql")
_QUEUE = load(__file__, "deliveries_queue.sql")


@dataclass(frozen=True)
class Delivery:
    """A claimed delivery and the notification it is of; `party_id` is the record of who has no login."""

    id: UUID
    notification_id: UUID
    address: str
    name: str
    attempts: int
    first_try_at: datetime
    message_id: str
    user_id: UUID | None
    party_id: UUID | None
    kind: str
    title: str
    message: str
    link: str | None
    application_id: UUID | None
    detail: dict[str, Any]


def insert(w: Work, delivery: Mapping[str, Any]) -> bool:
    """False when there is one for this address and dedupe key already."""
    result = w.execute(
        """INSERT INTO delivery (id, notification_id, cause, address, name, next_at, message_id)
        VALUES (:id, :notification_id, :dedupe_key, :address, :name, :next_at, :message_id) ON CONFLICT DO NOTHING""",
        delivery,
    )
    return result.rowcount == 1


def claim(w: Work, id: UUID, now: datetime) -> Delivery | None:
    """Take it for sending; None when it is not due, is being sent, or has ended.

    One whose sender has not ended it after two minutes is taken again: that sender died, perhaps after the email had
    gone. So an email is sent at least once, and under one Message-ID.
    """
    return w.one(_CLAIM, {"id": id, "now": now, "stale": now - RETAKE_AFTER}, into=Delivery)


def queue(w: Work, now: datetime) -> list[UUID]:
    """The ids of up to `BATCH` due deliveries that need a task, marked as queued."""
    params = {"now": now, "stale": now - RETAKE_AFTER, "requeue": now - REQUEUE_AFTER, "limit": BATCH}
    return [row.id for row in w.all(_QUEUE, params)]


def mark_sent(w: Work, id: UUID, now: datetime) -> bool:
    return _end(w, id, "sent", None, now)


def mark_failed(w: Work, id: UUID, error: str, now: datetime) -> bool:
    return _end(w, id, "failed", error, now)


def mark_dropped(w: Work, id: UUID, reason: str, now: datetime) -> bool:
    return _end(w, id, "dropped", reason, now)


def postpone(w: Work, delivery: Delivery, error: str, next_at: datetime) -> None:
    """It is tried again; a later attempt that has taken it over keeps it."""
    w.execute(
        """UPDATE delivery SET state = 'pending', next_at = :next_at, queued_at = NULL, last_error = :error
        WHERE id = :id AND state = 'sending' AND attempts = :attempts""",
        {"id": delivery.id, "attempts": delivery.attempts, "next_at": next_at, "error": error},
    )


def drop_pending(w: Work, dedupe_key: str, reason: str, now: datetime) -> None:
    """The emails of this key that have not gone are not sent."""
    w.execute(
        "UPDATE delivery SET state = 'dropped', last_error = :reason, ended_at = :now"
        " WHERE cause = :dedupe_key AND state = 'pending'",
        {"dedupe_key": dedupe_key, "reason": reason, "now": now},
    )


def addresses_reached(w: Work, dedupe_key: str) -> set[str]:
    """The addresses in lower case to which an email of this key went, or is going."""
    rows = w.all(
        "SELECT lower(address) AS address FROM delivery WHERE cause = :dedupe_key AND state <> 'dropped'",
        {"dedupe_key": dedupe_key},
    )
    return {row.address for row in rows}


def address_of(w: Work, id: UUID) -> str | None:
    address = w.scalar("SELECT address FROM delivery WHERE id = :id", {"id": id})
    return None if address is None else str(address)


def _end(w: Work, id: UUID, state: str, error: str | None, now: datetime) -> bool:
    """False when it has ended before: whoever is second changes nothing."""
    result = w.execute(
        """UPDATE delivery SET state = :state, last_error = :error, ended_at = :now
        WHERE id = :id AND state = 'sending'""",
        {"id": id, "state": state, "error": error, "now": now},
    )
    return result.rowcount == 1
