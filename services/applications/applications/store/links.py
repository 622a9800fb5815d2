"""Who and what is on an application: one row per link, with what the link itself says."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from applications.store.sections import KINDS
from lendkit.messaging.work import Work
from lendkit.values.plain import plain

DIRECTORY = {"broker_id": ("broker", "broker"), "bd_id": ("bd", "bdm"), "branch_id": ("branch", "branch")}


def add(w: Work, application: UUID, rows: Sequence[dict[str, Any]]) -> None:
    """`rows` have section, kind, id, position, detail."""
    if rows:
        w.execute(
            """INSERT INTO links (application_id, section, kind, id, position, detail)
            SELECT :application, r->>'section', r->>'kind', (r->>'id')::uuid, (r->>'position')::integer, r->'detail'
            FROM jsonb_array_elements(CAST(:rows AS jsonb)) AS r ON CONFLICT DO NOTHING""",
            {"application": application, "rows": json.dumps(plain(list(rows)))},
        )


@dataclass(frozen=True)
class People:
    """The parties on an application, in order; `borrowers` are the ids of those who owe, not only vouch."""

    ids: list[str]
    names: list[str]
    borrowers: list[str]


def people_of(w: Work, application: UUID) -> People:
    rows = w.all(
        """SELECT l.id, l.section, coalesce(c.body->>'name', '') AS name FROM links l
        LEFT JOIN copies c ON c.kind = l.kind AND c.id = l.id
        WHERE l.application_id = :application AND l.section IN ('borrowers', 'companies', 'guarantors')
        ORDER BY array_position(ARRAY['borrowers', 'companies', 'guarantors'], l.section), l.position""",
        {"application": application},
    )
    found = {str(row.id): row.name for row in rows}
    borrowers = dict.fromkeys(str(row.id) for row in rows if row.section != "guarantors")
    return People(list(found), [name for name in found.values() if name], list(borrowers))


def parties_of(w: Work, application: UUID) -> dict[str, list[str]]:
    """Section → ids of the parties on an application."""
    rows = w.all(
        """SELECT section, array_agg(id::text ORDER BY position) AS ids FROM links
        WHERE application_id = :application AND section IN ('borrowers', 'companies', 'guarantors')
        GROUP BY section""",
        {"application": application},
    )
    return {row.section: row.ids for row in rows}


def remove_all(w: Work, application: UUID) -> None:
    """The links go, and with them the copies of parties that nothing else names, and of all that names this alone."""
    w.execute(
        """WITH gone AS (DELETE FROM links WHERE application_id = :application RETURNING kind, id)
        DELETE FROM copies c USING gone g WHERE c.kind = g.kind AND c.id = g.id
        AND c.kind IN ('person', 'company')
        AND NOT EXISTS (SELECT 1 FROM links l WHERE l.id = c.id AND l.application_id <> :application)""",
        {"application": application},
    )
    w.execute(
        "DELETE FROM copies WHERE kind = ANY(:kinds) AND body->>'application_id' = :application",
        {"application": str(application), "kinds": list(KINDS)},
    )


def named(w: Work, ids: Sequence[UUID], rule: str, params: dict[str, Any]) -> set[UUID]:
    """Those of these parties that are on an application for which `rule` (over `links l`) holds."""
    rows = w.all(
        f"SELECT DISTINCT l.id FROM links l WHERE l.id = ANY(CAST(:ids AS uuid[])) AND {rule}",
        {**params, "ids": [str(id) for id in ids]},
    )
    return {row.id for row in rows}
