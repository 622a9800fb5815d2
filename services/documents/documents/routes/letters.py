"""Letters made from an application."""

import json
from typing import Any

from flask import Response

from documents.commands import letters
from documents.schemas.documents import Document
from documents.schemas.letters import Letter
from lendkit.values.plain import plain
from lendkit.web import idempotency
from lendkit.web.access import permission
from lendkit.web.blueprint import blueprint

blp = blueprint("documents", "letters")


@blp.post("/generate/")
@blp.arguments(Letter)
@blp.response(201, Document)
@blp.doc(operationId="generateDocument")
@permission("documents.generate")
def generate(body: dict[str, Any]) -> Response:
    """As PDF; made again, it is a new version of the same document."""
    part = letters.blank()
    try:
        received = letters.write(body["application_id"], body["template"], part)

        def run() -> idempotency.Answer:
            state = letters.file(body["application_id"], body["template"], received)
            return 201, json.dumps(plain(state), ensure_ascii=False), state["version"]

        return idempotency.run_once("POST generate", body, run)
    finally:
        part.discard()
