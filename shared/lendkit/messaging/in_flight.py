"""The outbox rows that were published and that the broker has not answered for yet."""

from dataclasses import dataclass, field

from lendkit.messaging.outbox import Unsent


@dataclass
class InFlight:
    """One window of publisher confirms. `rows` are keyed by delivery tag; `confirmed` and `refused` hold their `seq`;
    `returned` are the ids of events that no queue is bound to."""

    rows: dict[int, Unsent] = field(default_factory=dict)
    confirmed: list[int] = field(default_factory=list)
    refused: list[int] = field(default_factory=list)
    returned: set[str] = field(default_factory=set)
    error: str = "the broker refused it"
    nacked: bool = False

    def answer(self, tag: int, multiple: bool, accepted: bool) -> None:
        """The broker has answered for this tag, or with `multiple` for all up to it."""
        self.nacked = self.nacked or not accepted
        for answered in [t for t in self.rows if t == tag or (multiple and t < tag)]:
            row = self.rows.pop(answered)
            sent = accepted and str(row.event_id) not in self.returned
            (self.confirmed if sent else self.refused).append(row.seq)
