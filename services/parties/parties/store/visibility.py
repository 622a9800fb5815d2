"""Which parties the caller may see: admin, credit and accounts all; BDMs and brokers those on their applications, and
those they created that no application names yet; a client only their own."""

from typing import Any

from lendkit.values.actor import Actor
from lendkit.web import scope


def of_party(actor: Actor) -> tuple[str, dict[str, Any]]:
    """SQL over `party p`, and its parameters."""
    if actor.role in scope.SEES_ALL:
        return "TRUE", {}
    if actor.role == "client":
        return "p.id = ANY(CAST(:_own AS uuid[]))", {"_own": [str(id) for id in actor.links.get("party_ids", [])]}
    rule, params = scope.visible(actor, "pa.application_id")
    on_theirs = f"EXISTS (SELECT 1 FROM party_application pa WHERE pa.party_id = p.id AND {rule})"
    on_none = "NOT EXISTS (SELECT 1 FROM party_application pa WHERE pa.party_id = p.id)"
    return f"((p.created_by = :_actor AND {on_none}) OR {on_theirs})", {**params, "_actor": actor.id}


def of_entry(actor: Actor) -> tuple[str, dict[str, Any]]:
    """SQL over `directory d`: a broker sees every branch and BDM, but no other broker."""
    if actor.role != "broker":
        return "TRUE", {}
    return "(d.kind <> 'broker' OR d.id = CAST(:_own AS uuid))", {"_own": actor.links.get("broker_id")}
