"""What a user wants to be notified of, on which channel and when."""

from dataclasses import replace
from datetime import time
from typing import Any
from uuid import UUID

from lendkit.messaging.work import work
from lendkit.runtime import context
from lendkit.values import dates
from lendkit.values.errors import Invalid
from notifications.domain import kinds
from notifications.domain.preferences import Preferences, invalid_channels
from notifications.store import preferences as store


def put(body: dict[str, Any]) -> Preferences:
    """All of the caller's; what is left out is as by default. Raises Invalid for what cannot be turned off."""
    errors = invalid_channels(body["channels"])
    if errors:
        raise Invalid(errors)
    chosen = Preferences(
        channels=body["channels"],
        thresholds=body["thresholds"],
        daily_digest=body["daily_digest"],
        weekly_digest=body["weekly_digest"],
        quiet=_quiet(body["quiet_hours"]),
        timezone=body["timezone"],
    )
    with work() as w:
        store.put(w, context.actor().id, chosen, dates.now())
    return chosen


def unsubscribe(user: UUID, kind: str) -> bool:
    """Turn off email of this kind, or this digest; False when it is mandatory or no kind at all."""
    if kind not in kinds.DIGESTS and (kind not in kinds.BY_CODE or kinds.mandatory(kind)):
        return False
    with work() as w:
        store.put(w, user, _without(store.lock(w, user), kind), dates.now())
    return True


def _without(own: Preferences, kind: str) -> Preferences:
    if kind == kinds.DAILY:
        return replace(own, daily_digest=False)
    if kind == kinds.WEEKLY:
        return replace(own, weekly_digest=False)
    return replace(own, channels={**own.channels, kind: {**own.channels.get(kind, {}), kinds.EMAIL: False}})


def _quiet(hours: dict[str, time] | None) -> tuple[time, time] | None:
    return None if hours is None else (hours["from"], hours["to"])
