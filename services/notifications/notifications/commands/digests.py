"""Daily and weekly digests: one per user and period, and none when there is nothing to say."""

import logging
from datetime import date, datetime
from typing import Any
from uuid import UUID

from lendkit.messaging.work import Work, work
from lendkit.values import dates
from lendkit.values.identifiers import uuid7
from notifications.commands.writing import mail
from notifications.domain import digests, kinds
from notifications.domain.digests import DAILY, WEEKLY, Plan
from notifications.domain.preferences import Preferences
from notifications.store import digests as store
from notifications.store import notifications, people, preferences

log = logging.getLogger(__name__)


def due() -> None:
    """A sweep: whoever's hour has come, in his own zone, gets it; who asked for it since, from the next one on."""
    now = dates.now()
    for plan in (DAILY, WEEKLY):
        for user, own, chosen_at in _wanted(plan):
            day = plan.latest(now, own.zone)
            if chosen_at <= plan.due_at(day, own.zone):
                with work() as w:
                    _make(w, plan, user, own, day, now, remember_silence=True)


def daily(today: date) -> None:
    """By hand, for everybody who wants it, whatever the hour: the digest of this day, unless they have had it."""
    _by_hand(DAILY, today)


def weekly(today: date) -> None:
    """By hand: the digest of the week this day lies in."""
    _by_hand(WEEKLY, today)


def _by_hand(plan: Plan, today: date) -> None:
    for user, own, _ in _wanted(plan):
        with work() as w:
            _make(w, plan, user, own, plan.day_of(today), dates.now(), remember_silence=False)


def _wanted(plan: Plan) -> list[tuple[UUID, Preferences, datetime]]:
    with work() as w:
        return list(preferences.with_digest(w, plan.kind))


def _make(
    w: Work, plan: Plan, user: UUID, own: Preferences, day: date, now: datetime, *, remember_silence: bool
) -> None:
    last = store.last(w, user, plan.kind)
    rows = notifications.for_digest(w, user, plan.since(day, own.zone, now, last), now)
    if not rows and not remember_silence:
        return
    if store.claim(w, user, plan.kind, plan.period(day), now) and rows:
        _send(w, plan, user, own, day, rows, now)


def _send(w: Work, plan: Plan, user: UUID, own: Preferences, day: date, rows: Any, now: datetime) -> None:
    person = people.user(w, user)
    if person is None or not person.emails:
        return
    id, cause = uuid7(), f"{plan.kind}:{user}:{plan.period(day)}"
    row = {
        "id": id,
        "user_id": user,
        "party_id": None,
        "kind": plan.kind,
        "title": digests.title(plan, rows),
        "message": "",
        "link": "/notifications",
        "application_id": None,
        "dedupe_key": cause,
        "in_app": False,
        "digest": False,
        "detail": {"groups": digests.groups(plan, rows)},
    }
    if notifications.insert(w, row):
        mail(w, id, cause, person.emails[0], person.name, own.after_quiet(now))
        log.info("digest_made", extra={"kind": kinds.label(plan.kind), "period": plan.period(day)})
