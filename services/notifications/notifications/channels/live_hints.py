"""The hint that new rows are in the feed: it only makes the socket processes look sooner."""

from lendkit.messaging import hints
from lendkit.messaging.work import Work


def announce(w: Work, seq: int | None) -> None:
    """Once they are committed, that there are rows up to this number; nothing where there are none."""
    if seq is not None:
        w.after_commit(lambda: hints.publish({"seq": seq}))
