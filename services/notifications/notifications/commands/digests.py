"""Daily and weekly digests: one per user and period, and none when there is nothing in it."""

import logging
from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID

from lendkit.messaging.work import Work, work
from lendkit.values import dates
from lendkit.values.identifiers import uuid7
from notifications.commands import emails
from notifications.domain import digests, kinds
from notifications.domain.digests import DAILY, WEEKLY, DigestSchedule, Entry
from notifications.domain.preferences import Preferences
from notifications.store import audience, notifications, preferences
from notifications.store import digests as store
from notifications.store.preferences import UserPreferences

log = logging.getLogger(__name__)


def send_due() -> None:
    """Sweep: those whose hour has come in their own time zone; who asked for it since then waits for the next one."""
    now = dates.now()
    for schedule in (DAILY, WEEKLY):
        for subscriber in _subscribers(schedule):
            own = subscriber.preferences
            day = schedule.latest(now, own.zone)
            if subscriber.updated_at <= schedule.due_at(day, own.zone):
                with work() as w:
                    _make(w, schedule, subscriber.user_id, own, day, now, even_if_empty=True)


def daily(today: date) -> None:
    """On demand, for everybody who wants it, whatever the hour: the digest of this day, unless they have had it."""
    _on_demand(DAILY, today)


def weekly(today: date) -> None:
    """On demand: the digest of the week this day is in."""
    _on_demand(WEEKLY, today)


def _on_demand(schedule: DigestSchedule, today: date) -> None:
    for subscriber in _subscribers(schedule):
        own, day = subscriber.preferences, schedule.day_of(today)
        with work() as w:
            _make(w, schedule, subscriber.user_id, own, day, dates.now(), even_if_empty=False)


def _subscribers(schedule: DigestSchedule) -> Sequence[UserPreferences]:
    with work() as w:
        return preferences.with_digest(w, schedule.kind)


def _make(
    w: Work, schedule: DigestSchedule, user: UUID, own: Preferences, day: date, now: datetime, *, even_if_empty: bool
) -> None:
    """`even_if_empty`: an empty period counts as had, so that nothing is sent for it later."""
    last = store.last(w, user, schedule.kind)
    entries = notifications.for_digest(w, user, schedule.since(day, own.zone, now, last), now)
    if not entries and not even_if_empty:
        return
    if store.claim(w, user, schedule.kind, schedule.period(day), now) and entries:
        _queue_email(w, schedule, user, own, day, entries, now)


def _queue_email(
    w: Work, schedule: DigestSchedule, user: UUID, own: Preferences, day: date, entries: Sequence[Entry], now: datetime
) -> None:
    recipient = audience.user(w, user)
    if recipient is None or not recipient.emails:
        return
    id, period = uuid7(), schedule.period(day)
    dedupe_key = f"{schedule.kind}:{user}:{period}"
    row = {
        "id": id,
        "user_id": user,
        "party_id": None,
        "kind": schedule.kind,
        "title": digests.title(schedule, entries),
        "message": "",
        "link": "/notifications",
        "application_id": None,
        "dedupe_key": dedupe_key,
        "in_app": False,
        "digest": False,
        "detail": {"groups": digests.groups(schedule, entries)},
    }
    if notifications.insert(w, row):
        emails.add(w, id, dedupe_key, recipient.emails[0], recipient.name, own.after_quiet(now))
        log.info("digest_made", extra={"kind": kinds.label(schedule.kind), "period": period})
