"""Events that failed and wait in a service's database: shown, retried or discarded, each with a line in the log."""

import getpass
import logging
from typing import Any
from uuid import UUID

from lendkit.messaging.work import work
from lendkit.runtime import db
from lendkit.values import dates
from lendkit.values.errors import NotFound

log = logging.getLogger(__name__)

_COUNT = """
SELECT (SELECT count(*) FROM outbox WHERE published_at IS NULL AND held_at IS NULL) AS unsent,
  (SELECT count(*) FROM outbox WHERE held_at IS NOT NULL) AS held,
  (SELECT count(*) FROM parked WHERE next_at IS NOT NULL) AS parked,
  (SELECT count(*) FROM parked WHERE next_at IS NULL) AS dead
"""
_FAILED = """
SELECT event_id, type, aggregate_id, attempt, next_at, error FROM parked
UNION ALL SELECT event_id, type, aggregate_id, attempts, NULL, 'held: ' || coalesce(last_error, '') FROM outbox
WHERE held_at IS NOT NULL ORDER BY type, event_id LIMIT :limit
"""
_AGAIN = """
UPDATE parked SET attempt = 0, next_at = :now WHERE CAST(:id AS uuid) IS NULL
  OR aggregate_id = (SELECT aggregate_id FROM parked WHERE event_id = CAST(:id AS uuid))
"""
_RELEASE = """
UPDATE outbox SET held_at = NULL, attempts = 0, last_error = NULL
WHERE held_at IS NOT NULL AND (CAST(:id AS uuid) IS NULL OR event_id = CAST(:id AS uuid))
"""


def counts() -> dict[str, int]:
    """Rows of the outbox that are unsent or held, and events that are parked or dead."""
    row = db.one(_COUNT)
    return {} if row is None else dict(row._mapping)


def failed(limit: int = 50) -> list[dict[str, Any]]:
    """The events that failed, with their errors; `next_at` is empty for those that nothing will try again."""
    return [dict(row._mapping) for row in db.all(_FAILED, {"limit": limit})]


def retry(event_id: UUID | None = None) -> int:
    """Let all, or this event with those of its aggregate, be retried now; how many. Raises NotFound."""
    with work() as w:
        events = w.execute(_AGAIN, {"id": event_id, "now": dates.now()}).rowcount
        events += w.execute(_RELEASE, {"id": event_id}).rowcount
    if event_id is not None and not events:
        raise NotFound(f"no event {event_id} waits here")
    _note("bus_retry", event_id=event_id and str(event_id), events=events)
    return events


def discard(event_id: UUID, reason: str) -> None:
    """Delete a parked or dead event; those that wait behind it are tried now. Raises NotFound."""
    with work() as w:
        row = w.one("DELETE FROM parked WHERE event_id = :id RETURNING type, aggregate_id, body", {"id": event_id})
        if row is None:
            raise NotFound(f"no event {event_id} waits here")
        w.execute(
            "UPDATE parked SET attempt = 0, next_at = :now WHERE aggregate_id = :aggregate",
            {"now": dates.now(), "aggregate": row.aggregate_id},
        )
    about = {"type": row.type, "aggregate_id": str(row.aggregate_id), "sequence": row.body.get("sequence")}
    _note("bus_discard", event_id=str(event_id), reason=reason, **about)


def _note(act: str, **facts: Any) -> None:
    log.warning(
        act, extra={"by": getpass.getuser(), **{name: fact for name, fact in facts.items() if fact is not None}}
    )
