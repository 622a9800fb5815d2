"""Rows of `file`: what was uploaded or made, once and for ever."""

import json
from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from lendkit.messaging.work import Work
from lendkit.runtime import db
from lendkit.values.actor import Actor


def add(w: Work, document: UUID, file: Mapping[str, Any], author: Actor) -> int:
    """Its number among the document's files, from 1; the document's row is held by the caller."""
    number = w.scalar(
        "SELECT coalesce(max(number), 0) + 1 FROM file WHERE document_id = :document", {"document": document}
    )
    w.execute(
        """INSERT INTO file (id, document_id, number, name, content_type, size, sha256, author)
        VALUES (:id, :document, :number, :name, :content_type, :size, :sha256, CAST(:author AS jsonb))""",
        {**file, "document": document, "number": number, "author": json.dumps(author.as_ref(), ensure_ascii=False)},
    )
    return int(number)


def unknown(ids: Sequence[UUID]) -> list[UUID]:
    """Those of `ids` that no row names."""
    rows = db.all(
        """SELECT given.id FROM unnest(CAST(:ids AS uuid[])) AS given(id)
        WHERE NOT EXISTS (SELECT 1 FROM file f WHERE f.id = given.id)""",
        {"ids": [str(id) for id in ids]},
    )
    return [row.id for row in rows]
