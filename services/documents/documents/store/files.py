"""Rows of `file`: what was uploaded or generated. They are never changed."""

import json
from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from lendkit.messaging.work import Work
from lendkit.runtime import db
from lendkit.values.actor import Actor


def add(w: Work, document: UUID, file: Mapping[str, Any], author: Actor) -> int:
    """Its number among the document's files, from 1; the caller has locked the document."""
    number = w.scalar(
        "SELECT coalesce(max(number), 0) + 1 FROM file WHERE document_id = :document", {"document": document}
    )
    w.execute(
        """INSERT INTO file (id, document_id, number, name, content_type, size, sha256, author)
        VALUES (:id, :document, :number, :name, :content_type, :size, :sha256, CAST(:author AS jsonb))""",
        {**file, "document": document, "number": number, "author": json.dumps(author.as_ref(), ensure_ascii=False)},
    )
    return int(number)


def without_row(ids: Sequence[UUID]) -> list[UUID]:
    """Those of `ids` that have no row."""
    rows = db.all(
        """SELECT stored.id FROM unnest(CAST(:ids AS uuid[])) AS stored(id)
        WHERE NOT EXISTS (SELECT 1 FROM file f WHERE f.id = stored.id)""",
        {"ids": [str(id) for id in ids]},
    )
    return [row.id for row in rows]
