"""Values as JSON can hold them: the same spelling in events, answers and calls between services."""

import json
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID


def plain(value: Any) -> Any:
    """JSON-ready: ids, dates and amounts become text, all else stays. Raises TypeError for what has no JSON form."""
    return json.loads(json.dumps(value, default=_as_text, allow_nan=False))


def _as_text(value: Any) -> str:
    if isinstance(value, UUID):
        return str(value)
    if isinstance(value, (date, datetime)):
        return value.isoformat()
    if isinstance(value, Decimal):
        return format(value, "f")
    raise TypeError(f"{type(value).__name__} cannot be written as JSON")
