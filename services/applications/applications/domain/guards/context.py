"""What guards look at: one application as this service's own database has it."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

Record = Mapping[str, Any]


@dataclass(frozen=True)
class Party:
    """A borrower, company or guarantor with the latest state that parties published."""

    id: str
    section: str
    kind: str
    name: str
    body: Mapping[str, Any]


@dataclass(frozen=True)
class Document:
    """A file on the application; `party_id` where it belongs to one party alone."""

    type: str
    created_at: datetime
    signed_by: str | None = None
    party_id: str | None = None


@dataclass(frozen=True)
class GuardContext:
    """`came_from` is the stage at which more information was requested last.

    `max_lvr` is None where the product sets no limit, and where this service does not know the product yet.
    """

    stage: str
    author_id: UUID
    bd_id: UUID | None = None
    broker_id: UUID | None = None
    terms: Mapping[str, Any] = field(default_factory=dict)
    provisioning: Mapping[str, str] = field(default_factory=dict)
    came_from: str | None = None
    parties: Sequence[Party] = ()
    documents: Sequence[Document] = ()
    has_funding_table: bool = False
    commitment_fees: Sequence[str] = ()
    records: Mapping[str, Sequence[Record]] = field(default_factory=dict)
    max_lvr: Decimal | None = None

    def records_of(self, noun: str) -> Sequence[Record]:
        """The records of a noun (`consents`, `valuations`, …), oldest first."""
        return self.records.get(noun, ())

    def newest(self, type: str) -> Document | None:
        """The newest document of a type."""
        return max((d for d in self.documents if d.type == type), key=lambda d: d.created_at, default=None)

    def filed_since(self, document: Document, type: str) -> list[Document]:
        """Documents of a type that were filed when `document` was there already."""
        return [d for d in self.documents if d.type == type and d.created_at >= document.created_at]

    def parties_without(self, party_ids: Sequence[str | None], *sections: str) -> list[str]:
        """Names of the parties (in these sections, or all) that `party_ids` leaves out; None in it covers them all."""
        if None in party_ids:
            return []
        parties = [party for party in self.parties if not sections or party.section in sections]
        return [party.name for party in parties if party.id not in party_ids]


@dataclass(frozen=True)
class Missing:
    """What a guard still needs: a stable code, and a sentence that says what to do."""

    code: str
    detail: str

    def as_dict(self) -> dict[str, str]:
        return {"code": self.code, "detail": self.detail}


def listed(items: Sequence[str], most: int = 5) -> str:
    """`Rates notice; Insurance; and 2 more`: the first few, each of which may be a clause of its own."""
    more = [f"and {len(items) - most} more"] if len(items) > most else []
    return "; ".join([*items[:most], *more])


Guard = Callable[[GuardContext], Missing | None]
