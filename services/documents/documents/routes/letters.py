"""Letters generated from an application."""

from typing import Any

from flask import Response

from documents.channels import file_store
from documents.commands import letters
from documents.schemas.documents import Document
from documents.schemas.letters import Letter
from lendkit.web import idempotency
from lendkit.web.access import permission
from lendkit.web.blueprint import blueprint
from lendkit.web.idempotency import Answer

blp = blueprint("documents", "letters")


@blp.post("/generate/")
@blp.arguments(Letter)
@blp.response(201, Document)
@blp.doc(operationId="generateDocument")
@permission("documents.generate")
def generate(body: dict[str, Any]) -> Response:
    """Generate a letter as PDF. Generating it again adds a version to the same document."""
    application, template = body["application_id"], body["template"]
    file = file_store.store().incoming()
    try:
        # Outside of the transaction that `once` would open: this asks other services and takes seconds.
        received = letters.generate(application, template, file)

        def run() -> Answer:
            state = letters.store(application, template, received)
            return Answer(201, state, state["version"])

        return idempotency.run_once("POST generate", body, run)
    finally:
        file.discard()
