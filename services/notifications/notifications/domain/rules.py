"""Who is notified of an event, and what makes two events the same notification. What it says is in `messages`."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from notifications.domain import messages
from notifications.domain.audience import Audience, Recipient, with_login
from notifications.domain.messages import Message

Data = Mapping[str, Any]

BDM_AFTER_DAYS = 10


@dataclass(frozen=True)
class Notification:
    """What one recipient is told."""

    recipient: Recipient
    message: Message


Rule = Callable[[Data, Audience, str], list[Notification]]


def notifications(kind: str, data: Data, audience: Audience, author: str) -> list[Notification]:
    """For everybody in the audience whom the event concerns; `author` is the name of who did it."""
    return RULES[kind](data, audience, author)


def reminder_type(data: Data) -> str:
    """Of a repayment reminder: `repayment`, `interest` or `maturity`, which v1 of the event calls its `cause`."""
    return str(data.get("reminder_type") or data["cause"])


def _lodged(data: Data, audience: Audience, author: str) -> list[Notification]:
    return _to([*audience.bdms, *audience.brokers], messages.application_lodged(data, author))


def _assigned(data: Data, audience: Audience, author: str) -> list[Notification]:
    """The newly assigned; and the broker's people also when it is only the BDM who is new to them."""
    new_bdm, new_broker = _changed(data, "bd_id"), _changed(data, "broker_id")
    to_bdms = _to(audience.bdms, messages.assigned_to_you(data, author)) if new_bdm else []
    if new_broker:
        return [*to_bdms, *_to(audience.brokers, messages.assigned_to_you(data, author))]
    if new_bdm:
        return [*to_bdms, *_to(audience.brokers, messages.bdm_changed(data, author))]
    return []


def _stage_changed(data: Data, audience: Audience, author: str) -> list[Notification]:
    recipients = [*audience.bdms, *audience.brokers, *with_login(audience.parties)]
    return _to(recipients, messages.stage_changed(data, author))


def _stage_stalled(data: Data, audience: Audience, author: str) -> list[Notification]:
    return _to(audience.bdms, messages.stage_stalled(data))


def _upcoming(data: Data, audience: Audience, author: str) -> list[Notification]:
    match reminder_type(data):
        case "interest":
            return _to(audience.admins, messages.interest_due(data))
        case "maturity":
            return _to(audience.admins, messages.loan_matures(data))
    to_borrowers = _to(audience.borrowers, messages.your_repayment_due(data))
    return [*to_borrowers, *_to(audience.bdms, messages.repayment_due(data))]


def _overdue(data: Data, audience: Audience, author: str) -> list[Notification]:
    if data["days"] >= BDM_AFTER_DAYS:
        return _to(audience.bdms, messages.repayment_overdue(data))
    return _to(audience.borrowers, messages.your_repayment_overdue(data))


def _note_reminder(data: Data, audience: Audience, author: str) -> list[Notification]:
    return _to(audience.named([data["created_by"]["id"], *data["mentions"]]), messages.note_reminder(data))


def _mentioned(data: Data, audience: Audience, author: str) -> list[Notification]:
    return _to(audience.named(data.get("mentions") or []), messages.mentioned(data, author))


def _fee_paid(data: Data, audience: Audience, author: str) -> list[Notification]:
    return _to([*audience.bdms, *audience.brokers], messages.fee_paid(data))


def _documents_added(data: Data, audience: Audience, author: str) -> list[Notification]:
    return _to([*audience.bdms, *audience.brokers], messages.documents_added(data, author))


def _part_refused(data: Data, audience: Audience, author: str) -> list[Notification]:
    return _to([*audience.bdms, *audience.brokers], messages.part_refused(data))


def _email_failed(data: Data, audience: Audience, author: str) -> list[Notification]:
    return _to(audience.admins, messages.email_failed(data))


RULES: dict[str, Rule] = {
    "application_lodged": _lodged,
    "application_assigned": _assigned,
    "stage_changed": _stage_changed,
    "stage_stale": _stage_stalled,
    "repayment_upcoming": _upcoming,
    "repayment_overdue": _overdue,
    "note_added": _mentioned,
    "note_reminder_due": _note_reminder,
    "fee_paid": _fee_paid,
    "document_stored": _documents_added,
    "part_refused": _part_refused,
    "delivery_failed": _email_failed,
}


def dedupe_key(kind: str, data: Data, event_id: str) -> str:
    """What is notified once: the day of a reminder, however often its job runs; otherwise the event itself."""
    if kind in ("repayment_upcoming", "repayment_overdue"):
        subject = data.get("instalment_id") or data["loan_id"]
        return f"{kind}:{reminder_type(data)}:{subject}:{data['due_date']}:{data['days']}"
    if kind == "stage_stale":
        return f"{kind}:{data['application_id']}:{data['stage']}:{data['since']}:{data['days']}"
    if kind == "note_reminder_due":
        return f"{kind}:{data['note_id']}:{data['remind_date']}"
    return event_id


def _to(recipients: Sequence[Recipient], message: Message) -> list[Notification]:
    return [Notification(recipient, message) for recipient in recipients]


def _changed(data: Data, link: str) -> bool:
    before = data["was"]
    return link in before and str(before[link]) != str(data.get(link))
