"""Post journals and tell of each."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from finance.domain.cause import Cause
from finance.domain.ledger import Journal
from finance.store import ledger as store
from lendkit.contracts.envelope import Event
from lendkit.messaging.work import Work


def post(w: Work, application: UUID, journals: Sequence[Journal], cause: Cause) -> list[dict[str, Any]]:
    """Their public states. PostgreSQL checks each again when the unit of work commits."""
    states = store.post(w, application, journals, cause)
    for state in states:
        w.emit(Event.new("finance.journal_posted.v1", subject=state["id"], sequence=1, data=state))
    return states
