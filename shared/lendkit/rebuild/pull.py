"""What the owners published, in their order: read page by page from the log that each of them keeps."""

import heapq
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from lendkit.contracts import CATALOGUE, OWNERS
from lendkit.contracts.envelope import Event
from lendkit.runtime import service_client

PAGE = 1000


@dataclass(frozen=True)
class Source:
    """One stream: the events of one kind of thing."""

    owner: str
    aggregate: str

    def __str__(self) -> str:
        return f"{self.owner}/{self.aggregate}"


@dataclass(frozen=True)
class Entry:
    """An event and its place in its owner's log."""

    seq: int
    source: Source
    event: Event


def sources(types: Iterable[str]) -> list[Source]:
    """The streams that hold these types; raises RuntimeError for one whose data is kept nowhere."""
    lost = [type for type in types if CATALOGUE[type].ephemeral]
    if lost:
        raise RuntimeError(f"nothing can be rebuilt from {', '.join(lost)}: its data was wiped once it was sent")
    sources = {Source(CATALOGUE[type].owner, CATALOGUE[type].aggregate) for type in types}
    return sorted(sources, key=lambda source: (OWNERS.index(source.owner), source.aggregate))


def entries(sources: Sequence[Source], after: Mapping[Source, int]) -> Iterator[Entry]:
    """All of them, owner by owner, in the order in which each owner published; raises Unavailable."""
    for owner in OWNERS:
        streams = [_stream(source, after.get(source, 0)) for source in sources if source.owner == owner]
        yield from heapq.merge(*streams, key=lambda entry: entry.seq)


def _stream(source: Source, after: int) -> Iterator[Entry]:
    path = f"/internal/{source.owner}/export/{source.aggregate}/"
    while True:
        page = service_client.of(source.owner).lines(path, {"after": after, "limit": PAGE})
        for line in page:
            yield Entry(line["seq"], source, Event.from_wire(line))
        if not page:
            return
        after = page[-1]["seq"]


class Bookmark:
    """How far each stream was certainly read: up to what is older than `settled`, so that no late row is missed."""

    def __init__(self, settled: datetime) -> None:
        self._settled = settled
        self.after: dict[Source, int] = {}

    def note(self, entry: Entry) -> None:
        if entry.event.time < self._settled:
            self.after[entry.source] = max(self.after.get(entry.source, 0), entry.seq)
