"""Send one email: take its delivery, check that it may still go, hand it to the SMTP server, record the outcome.

Nothing is sent twice by a process that lives. One that dies between the server's answer and the record leaves the
delivery in `sending`; it is taken again after two minutes and sent once more under the same Message-ID.
"""

import logging
from uuid import UUID

from lendkit.messaging.work import Work, work
from lendkit.runtime import context, failpoints
from lendkit.values import dates
from lendkit.values.errors import Unavailable
from lendkit.web import scope
from notifications.channels import emails as email_writer
from notifications.channels import smtp, task_queue
from notifications.commands import emails
from notifications.domain import kinds
from notifications.domain.retry_policy import next_attempt
from notifications.settings import Settings
from notifications.store import actors, applications, deliveries, preferences
from notifications.store.deliveries import Delivery

log = logging.getLogger(__name__)


def send(id: UUID) -> None:
    """Nothing happens when it is not due, is being sent by another, or has ended."""
    with context.bind(actor=context.SYSTEM):
        delivery = _take(id)
        if delivery is None:
            return
        settings = Settings.current()
        try:
            smtp.send(settings.smtp_url, email_writer.write(emails.compose(delivery), settings.mail_from))
        except smtp.TemporaryFailure as exc:
            _retry_later(delivery, str(exc))
        except (smtp.PermanentFailure, ValueError) as exc:
            _give_up(delivery, str(exc))
        else:
            failpoints.hit("after_smtp")
            with work() as w:
                deliveries.mark_sent(w, delivery.id, dates.now())
            log.info("mail_sent", extra={**_logged(delivery), "kind": delivery.kind})


def queue_due() -> None:
    """Hand what is due to the worker. Raises Unavailable without a broker, and then the rows stay as they were."""
    with work() as w:
        ids = deliveries.queue(w, dates.now())
        if ids:
            task_queue.enqueue(ids)


def queue_when_possible() -> None:
    """Sweep: `queue_due`, which an unreachable broker only delays to the next run."""
    try:
        queue_due()
    except Unavailable as exc:
        log.warning("tasks_wait", extra={"error": exc.detail})


def _take(id: UUID) -> Delivery | None:
    """Claim it; drop it where it may not be sent any more."""
    with work() as w:
        delivery = deliveries.claim(w, id, dates.now())
        if delivery is None:
            return None
        reason = _reason_to_drop(w, delivery)
        if reason is None:
            return delivery
        deliveries.mark_dropped(w, delivery.id, reason, dates.now())
        return None


def _reason_to_drop(w: Work, delivery: Delivery) -> str | None:
    """Who may see what, and who wants what, is checked when the email is sent."""
    current = applications.scope_of(w, delivery.application_id) if delivery.application_id else None
    if delivery.user_id is not None:
        user = actors.active(w, [delivery.user_id]).get(delivery.user_id)
        if user is None:
            return "the user can no longer sign in"
        if delivery.application_id and not scope.can_see(user, current.links() if current else None):
            return "the user no longer has access to the application"
        own = preferences.of(w, [delivery.user_id])[delivery.user_id]
        if delivery.kind in kinds.BY_CODE and not own.wants(delivery.kind, kinds.EMAIL):
            return "the user turned these emails off"
    elif current is None or delivery.party_id not in {*current.party_ids, current.broker_id, current.bd_id}:
        return "the recipient is no longer on the application"
    return None


def _retry_later(delivery: Delivery, error: str) -> None:
    next_at = next_attempt(delivery.attempts, delivery.first_try_at, dates.now())
    if next_at is None:
        _give_up(delivery, error)
        return
    with work() as w:
        deliveries.postpone(w, delivery, _without_address(delivery, error), next_at)
    log.warning("mail_waits", extra={**_logged(delivery), "next_at": next_at.isoformat()})


def _give_up(delivery: Delivery, error: str) -> None:
    """It has failed for good, and the admins are notified; the event does not carry the address."""
    reason = _without_address(delivery, error)
    with work() as w:
        if deliveries.mark_failed(w, delivery.id, reason, dates.now()):
            state = {
                "id": delivery.id,
                "version": 1,
                "notification_id": delivery.notification_id,
                "application_id": delivery.application_id,
                "kind": delivery.kind,
                "channel": "email",
                "attempts": delivery.attempts,
                "error": reason,
            }
            w.publish("notifications.delivery_failed.v1", state)
    log.error("mail_failed", extra=_logged(delivery))


def _logged(delivery: Delivery) -> dict[str, object]:
    return {"delivery": str(delivery.id), "attempts": delivery.attempts}


def _without_address(delivery: Delivery, error: str) -> str:
    return error.replace(delivery.address, "…")[:300]
