"""The parts of a submission: shown at once as version-0 copies, and their owners asked to create them."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from applications.commands import events, notes
from applications.domain import provisioning as domain
from applications.domain.submission import SubmittedParty
from applications.settings import Settings
from applications.store import links, provisioning, stage_history
from applications.store.applications import ApplicationRow
from lendkit.contracts.envelope import Event
from lendkit.contracts.parties import split_sensitive
from lendkit.messaging import copies
from lendkit.messaging.work import Work
from lendkit.runtime import context
from lendkit.values import dates
from lendkit.values.identifiers import uuid7
from lendkit.values.plain import plain
from lendkit.values.sealed import seal


def distribute(
    w: Work,
    row: ApplicationRow,
    submission: Mapping[str, Any],
    parties: Sequence[SubmittedParty],
    from_stage: str | None,
) -> None:
    """Everything that lodging `row` starts: links, copies, history, pending parts, both events and the notes."""
    fees = [{"id": uuid7(), **fee} for fee in submission.get("fees") or []]
    links.add(w, row.id, [*_directory_links(row), *_party_links(parties)])
    copies.put_all([*_party_copies(parties), *_fee_copies(row.id, fees)])
    stage_history.add(w, row.id, from_stage, "inquiry", context.actor())
    events.publish(w, "application_lodged", row)
    _ask_owners(w, row, parties, fees, submission.get("documents") or [])
    notes.add_all(w, row.id, submission.get("notes") or [])


def _ask_owners(
    w: Work,
    row: ApplicationRow,
    parties: Sequence[SubmittedParty],
    fees: list[dict[str, Any]],
    documents: list[dict[str, Any]],
) -> None:
    """Ask the owners to create their parts; a party that exists needs no asking."""
    parts = {
        "application_id": row.id,
        "broker_id": row.broker_id,
        "parties": [_part(party) for party in parties if not party.existing],
        "fees": fees,
        "documents": documents,
    }
    shares = {service: domain.share_of(service, parts) for service in domain.SERVICES}
    provisioning.begin(w, row.id, shares, context.actor().as_ref())
    w.emit(Event.new("applications.parts_lodged.v1", subject=row.id, sequence=row.version, data=parts))


def _part(party: SubmittedParty) -> dict[str, Any]:
    public, secret = split_sensitive(party.data)
    part = {**public, "kind": party.kind, "role": party.role, "id": party.id}
    return {**part, "sealed": seal(Settings.current().sealing_public_key, secret)} if secret else part


def _directory_links(row: ApplicationRow) -> list[dict[str, Any]]:
    rows = [(section, kind, getattr(row, field)) for field, (section, kind) in links.DIRECTORY.items()]
    return [{"section": s, "kind": k, "id": id, "position": 0, "detail": {}} for s, k, id in rows if id]


def _party_links(parties: Sequence[SubmittedParty]) -> list[dict[str, Any]]:
    return [
        {"section": p.section, "kind": p.kind, "id": p.id, "position": p.position, "detail": p.detail} for p in parties
    ]


def _party_copies(parties: Sequence[SubmittedParty]) -> list[tuple[str, UUID, dict[str, Any]]]:
    return [(party.kind, party.id, plain(_copy_body(party))) for party in parties if not party.existing]


def _copy_body(party: SubmittedParty) -> dict[str, Any]:
    public, _ = split_sensitive(party.data)
    own = {"id": party.id, "version": 0, "kind": party.kind, "roles": [party.role], "name": party.name}
    return {**public, **own}


def _fee_copies(application: UUID, fees: list[dict[str, Any]]) -> list[tuple[str, UUID, dict[str, Any]]]:
    """As finance will publish them; which part is GST is for finance to say."""
    own = {"version": 0, "application_id": application, "status": "waiting", "paid": "0.00", "created_at": dates.now()}
    fields = ("id", "type", "amount", "due_date")
    return [("fee", fee["id"], plain({**{key: fee.get(key) for key in fields}, **own})) for fee in fees]
