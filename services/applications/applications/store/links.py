"""Who is on an application: one row per link, with what the link itself says."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from lendkit.messaging.work import Work
from lendkit.values.actor import Actor
from lendkit.values.plain import plain
from lendkit.web import scope

DIRECTORY = {"broker_id": ("broker", "broker"), "bd_id": ("bd", "bdm"), "branch_id": ("branch", "branch")}
# Copies that name their application in their body; finance and documents own them.
COPIES_OF_APPLICATION = ("fee", "instalment", "journal", "payment", "loan", "schedule", "funding", "document")


@dataclass(frozen=True)
class PartyNames:
    """The parties on an application, in order; `borrower_ids` are those who borrow, guarantors are not among them."""

    ids: list[str]
    names: list[str]
    borrower_ids: list[str]


def add(w: Work, application: UUID, rows: Sequence[dict[str, Any]]) -> None:
    """`rows` have section, kind, id, position, detail."""
    if rows:
        w.execute(
            """INSERT INTO links (application_id, section, kind, id, position, detail)
            SELECT :application, r->>'section', r->>'kind', (r->>'id')::uuid, (r->>'position')::integer, r->'detail'
            FROM jsonb_array_elements(CAST(:rows AS jsonb)) AS r ON CONFLICT DO NOTHING""",
            {"application": application, "rows": json.dumps(plain(list(rows)))},
        )


def replace_directory(w: Work, application: UUID, field: str, id: UUID | None) -> None:
    """Link another broker, BDM or branch (`field` of `DIRECTORY`), or none."""
    section, kind = DIRECTORY[field]
    params = {"id": application, "section": section}
    w.execute("DELETE FROM links WHERE application_id = :id AND section = :section", params)
    if id:
        add(w, application, [{"section": section, "kind": kind, "id": id, "position": 0, "detail": {}}])


def party_names(w: Work, application: UUID) -> PartyNames:
    rows = w.all(
        """SELECT l.id, l.section, coalesce(c.body->>'name', '') AS name FROM links l
        LEFT JOIN copies c ON c.kind = l.kind AND c.id = l.id
        WHERE l.application_id = :application AND l.section IN ('borrowers', 'companies', 'guarantors')
        ORDER BY array_position(ARRAY['borrowers', 'companies', 'guarantors'], l.section), l.position""",
        {"application": application},
    )
    names = {str(row.id): row.name for row in rows}
    borrower_ids = dict.fromkeys(str(row.id) for row in rows if row.section != "guarantors")
    return PartyNames(list(names), [name for name in names.values() if name], list(borrower_ids))


def party_ids(w: Work, application: UUID) -> dict[str, list[str]]:
    """Section → ids of the parties on an application."""
    rows = w.all(
        """SELECT section, array_agg(id::text ORDER BY position) AS ids FROM links
        WHERE application_id = :application AND section IN ('borrowers', 'companies', 'guarantors')
        GROUP BY section""",
        {"application": application},
    )
    return {row.section: row.ids for row in rows}


def remove_all(w: Work, application: UUID) -> None:
    """Delete the links, copies of parties that no other application names, and all copies that name this one."""
    w.execute(
        """WITH gone AS (DELETE FROM links WHERE application_id = :application RETURNING kind, id)
        DELETE FROM copies c USING gone g WHERE c.kind = g.kind AND c.id = g.id
        AND c.kind IN ('person', 'company')
        AND NOT EXISTS (SELECT 1 FROM links l WHERE l.id = c.id AND l.application_id <> :application)""",
        {"application": application},
    )
    w.execute(
        "DELETE FROM copies WHERE kind = ANY(:kinds) AND body->>'application_id' = :application",
        {"application": str(application), "kinds": list(COPIES_OF_APPLICATION)},
    )


def seen_by(w: Work, ids: Sequence[UUID], actor: Actor) -> set[UUID]:
    """Those of these parties that are on an application the actor may see."""
    rule, params = scope.visible(actor, "l.application_id")
    rows = w.all(
        f"SELECT DISTINCT l.id FROM links l WHERE l.id = ANY(CAST(:ids AS uuid[])) AND {rule}",
        {**params, "ids": [str(id) for id in ids]},
    )
    return {row.id for row in rows}
