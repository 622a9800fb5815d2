"""The figures that reports read, kept up with the facts: after the facts of an event, what its application adds."""

from lendkit.contracts.envelope import Event
from lendkit.rebuild import rebuilds
from reports.store import shares


@rebuilds("share", "cell")
def keep(events: list[Event]) -> None:
    """Of every event about an application, its loan, an instalment or a payment; last in the row of handlers."""
    shares.refresh(str(event.data.get("application_id") or event.subject) for event in events)
