"""Nobody overwrites what he has not seen: `If-Match` against the version of a record."""

import re

from flask import request

from lendkit.values.errors import DomainError


def if_match() -> int | None:
    """The version the caller has seen, or None when he does not say."""
    raw = request.headers.get("If-Match")
    if raw is None or raw.strip() == "*":
        return None
    found = re.fullmatch(r'(?:W/)?"?(\d{1,9})"?', raw.strip())
    if not found:
        raise DomainError("version_mismatch", "If-Match must be the ETag of this record.", status=412)
    return int(found[1])


def check_match(version: int) -> None:
    """Raises DomainError 412 when the caller has seen another version than this."""
    seen = if_match()
    if seen is not None and seen != version:
        raise DomainError("version_mismatch", "Somebody changed this meanwhile. Load it again.", status=412)
