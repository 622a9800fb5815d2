"""The book of an application: whoever posts holds it, so that the chain has one end and payments take turns."""

from typing import Any
from uuid import UUID

from lendkit.messaging.work import Work

_LOCK = "SELECT head, closed_at FROM book WHERE application_id = :id FOR UPDATE"


def lock(w: Work, application: UUID) -> Any:
    """Its row (`head`, `closed_at`) for update; opened where there was none."""
    found = w.one(_LOCK, {"id": application}, prepare=True)
    if found is None:
        w.execute("INSERT INTO book (application_id) VALUES (:id) ON CONFLICT DO NOTHING", {"id": application})
        found = w.one(_LOCK, {"id": application}, prepare=True)
    return found


def close(w: Work, application: UUID) -> None:
    """Nothing is posted to it any more."""
    w.execute(
        "UPDATE book SET closed_at = coalesce(closed_at, clock_timestamp()) WHERE application_id = :id",
        {"id": application},
    )
    w.execute(
        "UPDATE ledger_account SET closed_at = clock_timestamp() WHERE application_id = :id AND closed_at IS NULL",
        {"id": application},
    )
