"""Who is told of an event: the table of causes. The words are in `notices`."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from notifications.domain import notices as say
from notifications.domain.notices import Notice
from notifications.domain.people import Circle, Person, with_login

Data = Mapping[str, Any]
Rule = Callable[[Data, Circle, str], list[Notice]]

BD_AFTER_DAYS = 10


def notices(kind: str, data: Data, circle: Circle, author: str) -> list[Notice]:
    """Everybody in the circle whom the event concerns; `author` is the name of who did it."""
    return RULES[kind](data, circle, author)


def _lodged(data: Data, circle: Circle, author: str) -> list[Notice]:
    return _all([*circle.bds, *circle.brokers], say.lodged(data, author))


def _assigned(data: Data, circle: Circle, author: str) -> list[Notice]:
    """The newly assigned; and the broker's people also when it is only the BDM who is new to them."""
    new_bd, new_broker = _differs(data, "bd_id"), _differs(data, "broker_id")
    told = _all(circle.bds, say.yours(data, author)) if new_bd else []
    if new_broker:
        told += _all(circle.brokers, say.yours(data, author))
    elif new_bd:
        told += _all(circle.brokers, say.new_bdm(data, author))
    return told


def _moved(data: Data, circle: Circle, author: str) -> list[Notice]:
    people = [*circle.bds, *circle.brokers, *with_login(circle.parties)]
    return _all(people, say.moved(data, author))


def _stale(data: Data, circle: Circle, author: str) -> list[Notice]:
    return _all(circle.bds, say.stale(data))


def _upcoming(data: Data, circle: Circle, author: str) -> list[Notice]:
    if data["cause"] == "interest":
        return _all(circle.admins, say.interest_due(data))
    if data["cause"] == "maturity":
        return _all(circle.admins, say.loan_ends(data))
    return [*_all(circle.borrowers, say.your_repayment(data)), *_all(circle.bds, say.repayment(data))]


def _overdue(data: Data, circle: Circle, author: str) -> list[Notice]:
    if data["days"] >= BD_AFTER_DAYS:
        return _all(circle.bds, say.late(data))
    return _all(circle.borrowers, say.you_are_late(data))


def _reminder(data: Data, circle: Circle, author: str) -> list[Notice]:
    wanted = [data["created_by"]["id"], *data["mentions"]]
    return _all(circle.named(wanted), say.reminder(data))


def _mentioned(data: Data, circle: Circle, author: str) -> list[Notice]:
    return _all(circle.named(data.get("mentions") or []), say.mentioned(data, author))


def _fee_paid(data: Data, circle: Circle, author: str) -> list[Notice]:
    return _all([*circle.bds, *circle.brokers], say.fee_paid(data))


def _documents(data: Data, circle: Circle, author: str) -> list[Notice]:
    return _all([*circle.bds, *circle.brokers], say.documents(data, author))


def _refused(data: Data, circle: Circle, author: str) -> list[Notice]:
    return _all([*circle.bds, *circle.brokers], say.refused(data))


def _undelivered(data: Data, circle: Circle, author: str) -> list[Notice]:
    return _all(circle.admins, say.undelivered(data))


RULES: dict[str, Rule] = {
    "application_lodged": _lodged,
    "application_assigned": _assigned,
    "stage_changed": _moved,
    "stage_stale": _stale,
    "repayment_upcoming": _upcoming,
    "repayment_overdue": _overdue,
    "note_added": _mentioned,
    "note_reminder_due": _reminder,
    "fee_paid": _fee_paid,
    "document_stored": _documents,
    "part_refused": _refused,
    "delivery_failed": _undelivered,
}


def cause(kind: str, data: Data, event_id: str) -> str:
    """What is told once: the day of a reminder, however often its job runs; else the event itself."""
    if kind in ("repayment_upcoming", "repayment_overdue"):
        about = data.get("instalment_id") or data["loan_id"]
        return f"{kind}:{data['cause']}:{about}:{data['due_date']}:{data['days']}"
    if kind == "stage_stale":
        return f"{kind}:{data['application_id']}:{data['stage']}:{data['since']}:{data['days']}"
    if kind == "note_reminder_due":
        return f"{kind}:{data['note_id']}:{data['remind_date']}"
    return event_id


def _all(people: Sequence[Person], words: say.Words) -> list[Notice]:
    return [Notice(person, words) for person in people]


def _differs(data: Data, link: str) -> bool:
    was = data["was"]
    return link in was and str(was[link]) != str(data.get(link))
