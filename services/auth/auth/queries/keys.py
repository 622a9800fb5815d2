"""The public keys: the next, the active one, and older ones until the last token they signed has expired."""

from typing import Any

from lendkit.runtime import db

_PUBLISHED = """
SELECT jwk FROM (
  SELECT jwk, active_from, created_at, lead(active_from) OVER (ORDER BY active_from NULLS LAST) AS replaced_at
  FROM signing_key
) AS k WHERE replaced_at IS NULL OR replaced_at > now() - interval '13 hours'
ORDER BY created_at
"""


def published() -> list[dict[str, Any]]:
    return [row.jwk for row in db.all(_PUBLISHED)]
