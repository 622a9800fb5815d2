"""The caller's preferences, with the defaults for what was not chosen."""

from typing import Any

from lendkit.messaging.work import work
from lendkit.runtime import context
from notifications.domain import kinds
from notifications.domain.preferences import THRESHOLDS, Preferences
from notifications.store import preferences as store


def own() -> dict[str, Any]:
    user = context.actor().id
    with work() as w:
        return shown(store.of(w, [user])[user])


def shown(chosen: Preferences) -> dict[str, Any]:
    """As JSON, with each kind's label and whether it is mandatory."""
    channels = {
        code: {**on, "mandatory": kinds.BY_CODE[code].mandatory, "label": kinds.BY_CODE[code].label}
        for code, on in chosen.all_channels().items()
    }
    quiet = chosen.quiet
    return {
        "channels": channels,
        "thresholds": {**THRESHOLDS, **chosen.thresholds},
        "daily_digest": chosen.daily_digest,
        "weekly_digest": chosen.weekly_digest,
        "quiet_hours": None if quiet is None else {"from": f"{quiet[0]:%H:%M}", "to": f"{quiet[1]:%H:%M}"},
        "timezone": chosen.timezone,
    }
