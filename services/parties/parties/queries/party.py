"""People and companies that the caller may see."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from lendkit.runtime import context, db
from lendkit.values.identifiers import digits, phone_e164
from lendkit.web import pages
from lendkit.web.pages import Order
from parties.store import visibility
from parties.store.party import STATE

SORTS = {"name": Order("lower(p.name)", "text"), "-created_at": Order("p.created_at", "timestamptz", descending=True)}
NOUNS = {  # noun of the path -> which rows it shows
    "borrowers": "p.kind = 'person' AND 'borrower' = ANY(p.roles)",
    "guarantors": "'guarantor' = ANY(p.roles)",
    "companies": "p.kind = 'company'",
}
_FILTER = """
(CAST(:q AS text) IS NULL OR p.name ILIKE :q OR p.email ILIKE :q OR p.phone = :phone
  OR p.abn = :digits OR p.acn = :digits)
AND (CAST(:broker_id AS uuid) IS NULL OR EXISTS (SELECT 1 FROM party_application x JOIN scope s USING (application_id)
     WHERE x.party_id = p.id AND s.broker_id = :broker_id))
AND (CAST(:bd_id AS uuid) IS NULL OR EXISTS (SELECT 1 FROM party_application x JOIN scope s USING (application_id)
     WHERE x.party_id = p.id AND s.bd_id = :bd_id))
AND (CAST(:branch_id AS uuid) IS NULL OR EXISTS (SELECT 1 FROM party_application x JOIN scope s USING (application_id)
     WHERE x.party_id = p.id AND s.branch_id = :branch_id))
"""


def find(noun: str, args: Mapping[str, Any]) -> dict[str, Any]:
    """A page of one noun."""
    page = pages.page(args, SORTS, "name", id="p.id")
    skip, params = page.where()
    rule, who = visibility.of_party(context.actor())
    q = args.get("q")
    params |= who | {name: args.get(name) for name in ("broker_id", "bd_id", "branch_id")}
    params |= {
        "q": pages.like(q) if q else None,
        "phone": phone_e164(q) if q else None,
        "digits": digits(q) if q else None,
    }
    where = f"FROM party p WHERE {NOUNS[noun]} AND {rule} AND {_FILTER}"
    rows = db.all(f"SELECT p.id, {page.key()}, {STATE} AS body {where} AND {skip} {page.tail()}", params)
    total = db.scalar(f"SELECT count(*) {where}", params) if page.first else None
    return page.answer(rows, lambda row: row.body, total)


def one(noun: str, id: UUID) -> dict[str, Any] | None:
    """One party with the applications it is on; None when it is not there for the caller."""
    actor = context.actor()
    rule, params = visibility.of_party(actor)
    found: dict[str, Any] | None = db.scalar(
        f"""SELECT {STATE} || jsonb_build_object('application_ids', coalesce((SELECT jsonb_agg(application_id)
          FROM party_application a WHERE a.party_id = p.id), '[]'::jsonb))
        FROM party p WHERE p.id = :id AND {NOUNS[noun]} AND {rule}""",
        {**params, "id": id},
    )
    return found


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
