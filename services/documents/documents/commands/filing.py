"""Where a document may be filed: on an application that the actor may see, linked only to what is part of it."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from documents.channels import applications as owner
from documents.store import applications as store
from documents.store.documents import LINKS
from lendkit.messaging import copies
from lendkit.runtime import context
from lendkit.values.errors import Invalid, NotFound

FROM_FINANCE = {"fee_id": "fee", "repayment_id": "instalment"}
DRAFT = "You can't add documents to a draft. Upload them without application_id and name them when you lodge."


def check(fields: Mapping[str, Any]) -> None:
    """Raises NotFound for an application that the actor may not see, Invalid for a link to what is not part of it.

    Raises Unavailable when the owner of a link has to be asked and is down.
    """
    application = fields.get("application_id")
    links = [name for name in LINKS if fields.get(name)]
    if application is None:
        if links:
            raise Invalid({f"/{name}": ["Send application_id as well."] for name in links})
        return
    require_application(application)
    wrong = [name for name in links if not _belongs(name, fields[name], application)]
    if wrong:
        raise Invalid({f"/{name}": [f"This {name.removesuffix('_id')} isn't on the application."] for name in wrong})


def require_application(application: UUID) -> None:
    """Raises NotFound unless it exists and the actor may see it; its owner is asked for one that is not known yet."""
    if not store.known(application):
        version, detail = owner.detail(application)
        if detail["stage"] == "draft":
            raise NotFound(DRAFT)
        store.put_scope(application, version, detail)
    if not store.visible_to(context.actor(), application):
        raise NotFound(owner.MISSING)


def _belongs(name: str, id: UUID, application: UUID) -> bool:
    if name == "party_id":
        return store.has_party(application, id)
    if name == "note_id":
        return any(note["id"] == str(id) for note in owner.detail(application)[1]["notes"])
    try:
        return str(copies.need(FROM_FINANCE[name], id).body.get("application_id")) == str(application)
    except NotFound:
        return False
