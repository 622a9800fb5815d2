"""Send one mail: take its row, see whether it may still go, hand it to the SMTP server, write down how it went.

Nothing is sent twice while we live. Whoever dies between the server's answer and our mark leaves a row in `sending`,
which is taken again after two minutes and sent once more under the same Message-ID.
"""

import logging
from typing import Any
from uuid import UUID

from lendkit.contracts.envelope import Event
from lendkit.messaging.work import Work, work
from lendkit.runtime import context, failpoints
from lendkit.values import dates
from lendkit.values.errors import Unavailable
from lendkit.web import scope
from notifications.channels import letters, smtp, tasks
from notifications.commands import letter
from notifications.domain import kinds
from notifications.domain.tries import next_try
from notifications.settings import Settings
from notifications.store import deliveries, people, preferences

log = logging.getLogger(__name__)


def deliver(id: UUID) -> None:
    """Nothing happens when it is not due, is being sent by another, or has ended."""
    with context.bind(actor=context.SYSTEM):
        row = _take(id)
        if row is None:
            return
        settings = Settings.current()
        try:
            smtp.send(settings.smtp_url, letters.write(letter.of(row), settings.mail_from))
        except smtp.NotNow as exc:
            _not_now(row, str(exc))
        except (smtp.Never, ValueError) as exc:
            _never(row, str(exc))
        else:
            failpoints.hit("after_smtp")
            with work() as w:
                deliveries.sent(w, row, dates.now())
            log.info("mail_sent", extra={"delivery": str(row.id), "kind": row.kind, "attempts": row.attempts})


def queue() -> None:
    """A sweep: hand what is due to the worker. The broker being away changes nothing: the rows wait."""
    with work() as w:
        ids = deliveries.queue(w, dates.now())
        if ids:
            tasks.deliver(ids)


def queue_when_possible() -> None:
    """`queue`, quiet about a broker that is away; it is asked again at the next turn."""
    try:
        queue()
    except Unavailable as exc:
        log.warning("tasks_wait", extra={"error": exc.detail})


def _take(id: UUID) -> Any:
    with work() as w:
        row = deliveries.claim(w, id, dates.now())
        why = _withheld(w, row) if row is not None else None
        if why is None:
            return row
        deliveries.dropped(w, row, why, dates.now())
        return None


def _withheld(w: Work, row: Any) -> str | None:
    """Why it may not go any more: who may see what, and who wants what, is asked when it is sent."""
    seen = people.scope_of(w, row.application_id) if row.application_id else None
    if row.user_id is not None:
        user = people.active(w, [row.user_id]).get(row.user_id)
        if user is None:
            return "the user may no longer sign in"
        if row.application_id and not scope.can_see(user, seen._mapping if seen else None):
            return "the user may no longer see the application"
        own = preferences.of(w, [row.user_id])[row.user_id]
        if row.kind in kinds.BY_CODE and not own.wants(row.kind, kinds.EMAIL):
            return "the user does not want it by mail any more"
    elif seen is None or row.party_id not in {*seen.party_ids, seen.broker_id, seen.bd_id}:
        return "the addressee is no longer on the application"
    return None


def _not_now(row: Any, error: str) -> None:
    now = dates.now()
    again = next_try(row.attempts, row.first_try_at, now)
    if again is None:
        _never(row, error)
        return
    with work() as w:
        deliveries.postpone(w, row, _without_address(row, error), again)
    log.warning("mail_waits", extra={"delivery": str(row.id), "attempts": row.attempts, "next_at": again.isoformat()})


def _never(row: Any, error: str) -> None:
    """It has failed for good, and an admin hears of it; the address stays with us."""
    said = _without_address(row, error)
    with work() as w:
        if deliveries.failed(w, row, said, dates.now()):
            data = {
                "id": row.id,
                "version": 1,
                "notification_id": row.notification_id,
                "application_id": row.application_id,
                "kind": row.kind,
                "channel": "email",
                "attempts": row.attempts,
                "error": said,
            }
            w.emit(Event.new("notifications.delivery_failed.v1", subject=row.id, sequence=1, data=data))
    log.error("mail_failed", extra={"delivery": str(row.id), "attempts": row.attempts})


def _without_address(row: Any, error: str) -> str:
    return error.replace(row.address, "…")[:300]
