"""Post journals, and publish each."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from finance.domain.ledger.command_ref import CommandRef
from finance.domain.ledger.journal import Journal
from finance.store import ledger
from lendkit.messaging.work import Work
from lendkit.values.errors import DomainError


def post(w: Work, application: UUID, journals: Sequence[Journal], command: CommandRef) -> list[Mapping[str, Any]]:
    """Their public states. PostgreSQL checks each again when the unit of work commits.

    Raises DomainError `already_posted` for a command that has posted before.
    """
    try:
        states = ledger.post(w, application, journals, command)
    except ledger.AlreadyPosted as exc:
        raise DomainError("already_posted", "This was already posted under the same key.") from exc
    for state in states:
        w.publish("finance.journal_posted.v1", state)
    return states
