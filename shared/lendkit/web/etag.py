"""`If-Match`: the version of a record that the caller has seen, so that no change is overwritten unseen."""

import re

from flask import request

from lendkit.values.errors import DomainError


def if_match() -> int | None:
    """The version the caller has seen, or None when he does not say."""
    raw = request.headers.get("If-Match")
    if raw is None or raw.strip() == "*":
        return None
    match = re.fullmatch(r'(?:W/)?"?(\d{1,9})"?', raw.strip())
    if not match:
        raise DomainError("version_mismatch", "If-Match must be the ETag of this record.", status=412)
    return int(match[1])
