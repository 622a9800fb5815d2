"""What the guards of a move look at: one application as it stands in our own database, with no database in sight."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

Record = Mapping[str, Any]


@dataclass(frozen=True)
class Party:
    """A borrower, company or guarantor with what its owner last said of it."""

    id: str
    section: str
    kind: str
    name: str
    body: Mapping[str, Any]


@dataclass(frozen=True)
class Document:
    """A file on the application; `party_id` where it is of one party alone."""

    type: str
    created_at: datetime
    signed_by: str | None = None
    party_id: str | None = None


@dataclass(frozen=True)
class Facts:
    """`max_lvr` is None where the product sets no limit, and where this service does not know the product yet."""

    stage: str
    author_id: UUID
    bd_id: UUID | None = None
    broker_id: UUID | None = None
    terms: Mapping[str, Any] = field(default_factory=dict)
    provisioning: Mapping[str, str] = field(default_factory=dict)
    came_from: str | None = None
    parties: Sequence[Party] = ()
    documents: Sequence[Document] = ()
    funding: bool = False
    commitment_fees: Sequence[str] = ()
    records: Mapping[str, Sequence[Record]] = field(default_factory=dict)
    max_lvr: Decimal | None = None

    def of(self, kind: str) -> Sequence[Record]:
        """The records of a kind, oldest first."""
        return self.records.get(kind, ())

    def on_file(self, type: str) -> Document | None:
        """The newest document of a type."""
        return max((d for d in self.documents if d.type == type), key=lambda d: d.created_at, default=None)

    def since(self, start: Document, type: str) -> list[Document]:
        """Documents of a type that were filed when `start` was there to be answered."""
        return [d for d in self.documents if d.type == type and d.created_at >= start.created_at]
