"""The parts of a submit: they stand in for what their owners will have, and the owners are asked to take them."""

from typing import Any
from uuid import UUID

from applications.domain.tree import Member
from applications.settings import Settings
from applications.store import links, provisioning
from lendkit.contracts.envelope import Event
from lendkit.contracts.parties import split_sensitive
from lendkit.messaging import copies
from lendkit.messaging.work import Work
from lendkit.runtime import context
from lendkit.values import dates
from lendkit.values.plain import plain
from lendkit.values.sealed import seal


def stand_in(w: Work, row: Any, members: list[Member], fees: list[dict[str, Any]]) -> None:
    """Who is on the application, and version-0 copies of what is not confirmed yet."""
    links.add(w, row.id, [*_directory_links(row), *_party_links(members)])
    copies.put_all([*_party_copies(members), *_fee_copies(row.id, fees)])


def ask_owners(
    w: Work, row: Any, members: list[Member], fees: list[dict[str, Any]], documents: list[dict[str, Any]]
) -> None:
    """Ask the owners. What is theirs already (an existing party) needs no asking."""
    found = {
        "application_id": row.id,
        "broker_id": row.broker_id,
        "parties": [_part(member) for member in members if not member.existing],
        "fees": fees,
        "documents": documents,
    }
    provisioning.begin(w, row.id, found, context.actor().as_ref())
    w.emit(Event.new("applications.parts_lodged.v1", subject=row.id, sequence=row.version, data=found))


def _part(member: Member) -> dict[str, Any]:
    public, secret = split_sensitive(member.data)
    part = {**public, "kind": member.kind, "role": member.role, "id": member.id}
    return {**part, "sealed": seal(Settings.current().sealing_public_key, secret)} if secret else part


def _directory_links(row: Any) -> list[dict[str, Any]]:
    rows = [(section, kind, getattr(row, field)) for field, (section, kind) in links.DIRECTORY.items()]
    return [{"section": s, "kind": k, "id": id, "position": 0, "detail": {}} for s, k, id in rows if id]


def _party_links(members: list[Member]) -> list[dict[str, Any]]:
    return [
        {"section": m.section, "kind": m.kind, "id": m.id, "position": m.position, "detail": m.detail} for m in members
    ]


def _party_copies(members: list[Member]) -> list[tuple[str, UUID, dict[str, Any]]]:
    return [(member.kind, member.id, plain(_copy_body(member))) for member in members if not member.existing]


def _copy_body(member: Member) -> dict[str, Any]:
    public, _ = split_sensitive(member.data)
    own = {"id": member.id, "version": 0, "kind": member.kind, "roles": [member.role], "name": member.name}
    return {**public, **own}


def _fee_copies(application: UUID, fees: list[dict[str, Any]]) -> list[tuple[str, UUID, dict[str, Any]]]:
    """As finance will say it; which part is GST is for finance to say."""
    own = {"version": 0, "application_id": application, "status": "waiting", "paid": "0.00", "created_at": dates.now()}
    said = ("id", "type", "amount", "due_date")
    return [("fee", fee["id"], plain({**{key: fee.get(key) for key in said}, **own})) for fee in fees]
