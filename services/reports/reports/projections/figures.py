"""The figures that reports read, kept up with the facts: after the facts of an event, what its application adds."""

from lendkit.contracts.envelope import Event
from lendkit.messaging.rebuilds import rebuilds
from lendkit.messaging.work import work
from reports.store import editions, shares


@rebuilds("share", "cell", "edition")
def keep(events: list[Event]) -> None:
    """Of every event about an application, its loan, an instalment or a payment; last in the row of handlers."""
    with work() as w:
        shares.refresh(str(event.data.get("application_id") or event.subject) for event in events)
        editions.turn(w)


@rebuilds("edition")
def rename(events: list[Event]) -> None:
    """A BDM, broker or branch has another name: the figures stand, what was written of them does not."""
    if events:
        with work() as w:
            editions.turn(w)
