"""Letters as PDF, set by a process that has ten seconds and little memory."""

import json
import logging
from collections.abc import Mapping
from typing import Any

from documents.channels import helpers
from lendkit.values.errors import DomainError

log = logging.getLogger(__name__)

SECONDS = 10


def pdf(template: str, content: Mapping[str, Any]) -> bytes:
    """Raises DomainError 422 `cannot_be_set` for texts that the template cannot take, such as ones without end."""
    given = json.dumps(content, ensure_ascii=False).encode()
    try:
        return helpers.run("documents.channels.typesetting", [template], given=given, seconds=SECONDS)
    except helpers.Died as exc:
        log.error("letter_not_set", extra={"template": template, "error": str(exc)[:500]})
        raise DomainError("cannot_be_set", "This letter could not be made. It has been noted.", status=422) from exc
