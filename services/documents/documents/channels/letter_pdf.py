"""Letters as PDF, set with Typst by a process that has ten seconds and little memory."""

import json
import logging
from collections.abc import Mapping
from typing import Any

from documents.channels import sandbox
from lendkit.values.errors import DomainError

log = logging.getLogger(__name__)

SECONDS = 10


def render(template: str, content: Mapping[str, Any]) -> bytes:
    """The PDF. Raises DomainError 422 `cannot_be_set` for text that the template cannot set, such as endless text."""
    text = json.dumps(content, ensure_ascii=False).encode()
    try:
        return sandbox.run("documents.channels.typesetting", [template], stdin=text, seconds=SECONDS)
    except sandbox.Died as exc:
        log.error("letter_not_set", extra={"template": template, "error": str(exc)[:500]})
        detail = "We couldn't generate this document. If it happens again, contact support."
        raise DomainError("cannot_be_set", detail, status=422) from exc
