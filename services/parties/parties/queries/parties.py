"""People and companies that the caller may see."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from lendkit.runtime import context, db
from lendkit.runtime.sql import load
from lendkit.values.identifiers import digits, phone_e164
from lendkit.web import pages
from lendkit.web.pages import Order
from parties.store import visibility
from parties.store.parties import STATE, PartyState

SORTS = {"name": Order("lower(p.name)", "text"), "-created_at": Order("p.created_at", "timestamptz", descending=True)}
SHOWN = {  # noun of the path → the rows it shows
    "borrowers": "p.kind = 'person' AND 'borrower' = ANY(p.roles)",
    "guarantors": "'guarantor' = ANY(p.roles)",
    "companies": "p.kind = 'company'",
}
_MATCHING = load(__file__, "matching_parties.sql")


def find(noun: str, args: Mapping[str, Any]) -> dict[str, Any]:
    """A page of borrowers, guarantors or companies."""
    page = pages.page(args, SORTS, "name", id="p.id")
    skip, params = page.where()
    rule, visible = visibility.of_party(context.actor())
    q = args.get("q")
    params |= visible | {name: args.get(name) for name in ("broker_id", "bd_id", "branch_id")}
    params |= {
        "q": pages.like(q) if q else None,
        "phone": phone_e164(q) if q else None,
        "digits": digits(q) if q else None,
    }
    matching = _MATCHING.replace(":visible", rule).replace(":shown", SHOWN[noun])
    rows = db.all(f"SELECT p.id, {page.key()}, {STATE} AS body FROM ({matching}) p WHERE {skip} {page.tail()}", params)
    total = db.scalar(f"SELECT count(*) FROM ({matching}) p", params) if page.first else None
    return page.answer(rows, lambda row: row.body, total)


def get(noun: str, id: UUID) -> PartyState | None:
    """One party with the applications it is on; None when it is not there for the caller."""
    rule, params = visibility.of_party(context.actor())
    state: PartyState | None = db.scalar(
        f"""SELECT {STATE} || jsonb_build_object('application_ids', coalesce((SELECT jsonb_agg(application_id)
          FROM party_application a WHERE a.party_id = p.id), '[]'::jsonb))
        FROM party p WHERE p.id = :id AND {SHOWN[noun]} AND {rule}""",
        {**params, "id": id},
    )
    return state


def published(kind: str, id: UUID) -> dict[str, Any] | None:
    """A party as other services keep it, or its tombstone."""
    row = db.one(
        f"SELECT p.id, p.version, false AS deleted, {STATE} AS body, p.updated_at AS as_of FROM party p"
        " WHERE p.id = :id AND p.kind = :kind",
        {"id": id, "kind": kind},
    )
    if row is None:
        row = db.one(
            "SELECT id, 2147483647 AS version, true AS deleted, '{}'::jsonb AS body, gone_at AS as_of"
            " FROM party_gone WHERE id = :id",
            {"id": id},
        )
    return dict(row._mapping) if row else None
