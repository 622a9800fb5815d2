"""Answers that PostgreSQL has already written as JSON go out as they are."""

import json
from typing import Any

from flask import Response

from lendkit.values.plain import plain


def json_text(
    body: Any, status: int = 200, headers: dict[str, str] | None = None, version: int | None = None
) -> Response:
    """`body` is JSON text, or a value to be written as JSON; `version` becomes the ETag."""
    text = body if isinstance(body, str) else json.dumps(plain(body), ensure_ascii=False)
    response = Response(text, status=status, headers=headers, content_type="application/json")
    if version is not None:
        response.headers["ETag"] = f'"{version}"'
    return response
