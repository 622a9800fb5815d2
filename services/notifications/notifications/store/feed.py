"""The feed: numbered hints, visible in the order of their numbers because the counter's lock is held to the commit."""

import json
from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from lendkit.contracts.envelope import Event
from lendkit.messaging.work import Work
from lendkit.runtime.sql import load

_INSERT = load(__file__, "feed_insert.sql")


def kind_of(event: Event) -> str:
    """`stage_changed` of `applications.stage_changed.v1`."""
    return event.type.split(".")[1]


def hint(
    event: Event,
    entity: str,
    *,
    kind: str | None = None,
    user_id: UUID | None = None,
    application_id: UUID | None = None,
) -> dict[str, Any]:
    """A hint of this event for one user, for all who may see the application, or, with neither, for the staff."""
    return {
        "user_id": user_id and str(user_id),
        "application_id": application_id and str(application_id),
        "event_id": str(event.id),
        "kind": kind or kind_of(event),
        "entity": entity,
        "id": str(event.subject),
        "version": event.sequence,
        "actor": event.actor,
        "client_id": event.client_id,
        "occurred_at": event.time.isoformat(),
    }


def add(w: Work, rows: Sequence[dict[str, Any]]) -> int | None:
    """Number and write the rows; returns the newest number, None where there are no rows."""
    if not rows:
        return None
    last = int(w.scalar("UPDATE feed_counter SET seq = seq + :n RETURNING seq", {"n": len(rows)}))
    w.execute(_INSERT, {"before": last - len(rows), "rows": json.dumps(list(rows))})
    return last


def delete_before(w: Work, before: datetime) -> None:
    """Delete from the old end, so that what is kept has no gaps."""
    w.execute(
        """DELETE FROM feed WHERE seq < coalesce(
          (SELECT min(seq) FROM feed WHERE occurred_at >= :before), (SELECT max(seq) + 1 FROM feed))""",
        {"before": before},
    )
