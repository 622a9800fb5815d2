"""Parties that a submission names by id alone: looked up, and only those that the caller may name."""

from dataclasses import replace

from applications.domain.submission import SubmittedParty
from applications.store import links
from lendkit.messaging import copies
from lendkit.messaging.work import Work
from lendkit.runtime import context
from lendkit.values.errors import Invalid, NotFound
from lendkit.web import scope


def fill(w: Work, parties: list[SubmittedParty]) -> list[SubmittedParty]:
    """The parties, existing ones with what we know of them. Raises Invalid for one that is not the caller's to name."""
    actor = context.actor()
    ids = [party.id for party in parties if party.existing]
    seen = links.seen_by(w, ids, actor) if ids else set()
    own = {str(id) for id in actor.links.get("party_ids", [])}
    errors: dict[str, list[str]] = {}
    filled: list[SubmittedParty] = []
    for party in parties:
        if not party.existing:
            filled.append(party)
            continue
        try:
            if not (actor.role in scope.SEES_ALL or party.id in seen or str(party.id) in own):
                raise NotFound()
            filled.append(replace(party, data=copies.need(party.kind, party.id).body))
        except NotFound:
            errors[f"{party.pointer}/id"] = ["This party doesn't exist, or you don't have access."]
    if errors:
        raise Invalid(errors)
    return filled
