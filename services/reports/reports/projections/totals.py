"""Contributions, monthly totals and the data version, kept up to date with the facts of each event."""

from lendkit.contracts.envelope import Event
from lendkit.messaging.rebuilds import rebuilds
from lendkit.messaging.work import work
from reports.store import contributions, data_version


@rebuilds("share", "cell", "edition")
def refresh(events: list[Event]) -> None:
    """After the facts of an application, its loan, an instalment or a payment: the last of an event's handlers."""
    with work() as w:
        contributions.refresh(str(event.data.get("application_id") or event.subject) for event in events)
        data_version.renew(w)


@rebuilds("edition")
def names_changed(events: list[Event]) -> None:
    """A BDM, broker or branch has another name: no figure changes, but cached answers show the old name."""
    if events:
        with work() as w:
            data_version.renew(w)
