"""Where a document is to stand: on an application that the actor may see, linked only to what is part of it."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from documents.channels import applications as owner
from documents.store import applications as store
from documents.store.documents import LINKS
from lendkit.messaging import copies
from lendkit.runtime import context
from lendkit.values.errors import Invalid, NotFound

FINANCE = {"fee_id": "fee", "repayment_id": "instalment"}


def check(fields: Mapping[str, Any]) -> None:
    """Raises NotFound for an application that is not the actor's, Invalid for a link to something outside of it.

    Raises Unavailable when the owner of a link has to be asked and is away.
    """
    application = fields.get("application_id")
    if application is None:
        alone = [name for name in LINKS if fields.get(name)]
        if alone:
            raise Invalid({f"/{name}": ["Name its application_id too."] for name in alone})
        return
    require(application)
    wrong = [name for name in LINKS if fields.get(name) and not _belongs(name, fields[name], application)]
    if wrong:
        raise Invalid({f"/{name}": [f"This application has no such {name.removesuffix('_id')}."] for name in wrong})


def require(application: UUID) -> None:
    """Raises NotFound unless it stands and the actor may see it; one never heard of is asked for."""
    if not store.known(application):
        version, detail = owner.detail(application)
        if detail["stage"] == "draft":
            raise NotFound("A draft holds no documents yet: upload without application_id, name them when you lodge.")
        store.learn(application, version, detail)
    if not store.open_to(context.actor(), application):
        raise NotFound()


def _belongs(name: str, id: UUID, application: UUID) -> bool:
    if name == "party_id":
        return store.has_party(application, id)
    if name == "note_id":
        return any(note["id"] == str(id) for note in owner.detail(application)[1]["notes"])
    try:
        return str(copies.need(FINANCE[name], id).body.get("application_id")) == str(application)
    except NotFound:
        return False
