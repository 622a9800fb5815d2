"""A letter is made from the application as it stands now, and filed like any other document."""

from typing import Any
from uuid import UUID

from documents.channels import applications as owner
from documents.channels import blobs, finance, typesetter
from documents.channels.blobs import Part
from documents.commands import places, uploads
from documents.commands.uploads import Received
from documents.domain import letters
from documents.domain.letters import TEMPLATES
from documents.settings import Settings
from documents.store import applications, documents
from lendkit.messaging.work import work
from lendkit.values import dates
from lendkit.values.errors import DomainError, NotFound
from lendkit.values.identifiers import uuid7


def write(application: UUID, template: str, part: Part) -> Received:
    """Set the letter into `part`.

    Raises NotFound, DomainError 409 `not_ready` with what is missing, Unavailable while applications, or finance where
    it is asked, is away.
    """
    places.require(application)
    _, detail = owner.detail(application)
    lacking = letters.missing(template, detail)
    if lacking:
        raise DomainError("not_ready", "The application is not ready for this letter.", missing=lacking)
    if TEMPLATES[template].payoffs:
        loan = UUID(detail["loan"]["id"])
        detail["payoffs"] = [finance.payoff(loan, day) for day in letters.payoff_days(dates.today())]
    content = letters.content(template, detail, Settings.current().lender, dates.today())
    part.write(typesetter.pdf(template, content))
    part.seal()
    return Received(part, f"{content['title']} {content['reference']}.pdf", "application/pdf")


def file(application: UUID, template: str, received: Received) -> dict[str, Any]:
    """The first of its kind is a new document, every later one a version of it. The state."""
    with work() as w:
        if not applications.hold(w, application):
            raise NotFound()
        row = documents.lock_generated(w, application, template)
        if row is not None:
            return uploads.put_version(w, received, row.id)
        document = {"id": uuid7(), "application_id": application, "type": TEMPLATES[template].type}
        return uploads.put(w, received, {**document, "template": template})


def blank() -> Part:
    return blobs.store().part()
