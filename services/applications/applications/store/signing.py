"""The newest signed form of an application, against what its terms say."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from applications.store.sections import named_by
from lendkit.messaging.work import Work

_DIFFERING = f"""
SELECT a.id, x.signed FROM application a
LEFT JOIN LATERAL (SELECT c.body FROM {named_by("document")} AND c.body->>'type' = 'signed_form'
  ORDER BY c.body->>'created_at' DESC, c.id DESC LIMIT 1) f ON true
CROSS JOIN LATERAL (SELECT jsonb_build_object('uploaded_pdf_path', f.body->'path')
  || CASE WHEN f.body->>'signed_by' IS NULL THEN '{{}}' ELSE jsonb_build_object('signed_by', f.body->'signed_by') END
  || CASE WHEN f.body->>'signature_date' IS NULL THEN '{{}}'
       ELSE jsonb_build_object('signature_date', f.body->'signature_date') END AS signed) x
WHERE a.id = ANY(CAST(:ids AS uuid[])) AND a.stage <> 'draft'
  AND (f.body IS NOT NULL OR a.terms ? 'uploaded_pdf_path') AND NOT a.terms @> x.signed
ORDER BY a.id FOR UPDATE OF a
"""


def differing(w: Work, applications: Sequence[UUID]) -> Sequence[Any]:
    """Those whose terms do not say what their newest signed form says, each with `signed`, the terms to write."""
    return w.all(_DIFFERING, {"ids": [str(id) for id in applications]})
