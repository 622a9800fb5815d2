"""A letter is generated from the application as it is now, and filed like any other document."""

from typing import Any
from uuid import UUID

from documents.channels import applications as owner
from documents.channels import finance, letter_pdf
from documents.channels.file_store import IncomingFile
from documents.commands import filing, uploads
from documents.commands.uploads import Received
from documents.domain.letters import payout, templates
from documents.domain.letters.templates import TEMPLATES
from documents.settings import Settings
from documents.store import applications, documents
from lendkit.messaging.work import work
from lendkit.values import dates
from lendkit.values.errors import DomainError, NotFound
from lendkit.values.identifiers import uuid7


def generate(application: UUID, template: str, file: IncomingFile) -> Received:
    """Write the letter into `file`.

    Raises NotFound, DomainError 409 `not_ready` with what is missing, Unavailable while applications, or finance where
    it is needed, is down.
    """
    filing.require_application(application)
    _, detail = owner.detail(application)
    missing = templates.missing(template, detail)
    if missing:
        raise DomainError("not_ready", "This document can't be generated yet.", missing=missing)
    today = dates.today()
    if TEMPLATES[template].needs_payoffs:
        loan = UUID(detail["loan"]["id"])
        detail["payoffs"] = [finance.payoff(loan, day) for day in payout.payout_days(today)]
    content = templates.content(template, detail, Settings.current().lender, today)
    file.write(letter_pdf.render(template, content))
    file.seal()
    return Received(file, f"{content['title']} {content['reference']}.pdf", "application/pdf")


def store(application: UUID, template: str, received: Received) -> dict[str, Any]:
    """The first of its template is a new document, every later one a version of it. The state. Raises NotFound."""
    with work() as w:
        if not applications.hold(w, application):
            raise NotFound(owner.MISSING)
        document = documents.lock_generated(w, application, template)
        if document is not None:
            return uploads.put_version(w, received, document.id)
        row = {"id": uuid7(), "application_id": application, "type": TEMPLATES[template].type, "template": template}
        return uploads.put(w, received, row)
