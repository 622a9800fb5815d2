"""Who a submit names: brokers, BDMs, branches and parties that exist, each looked up and allowed."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any
from uuid import UUID

from applications.domain.tree import Member
from applications.store import links
from applications.store.links import DIRECTORY
from lendkit.messaging import copies
from lendkit.messaging.work import Work
from lendkit.runtime import context
from lendkit.values.actor import Actor
from lendkit.values.errors import Invalid, NotFound
from lendkit.web import scope


def with_own_links(tree: Mapping[str, Any], actor: Actor) -> dict[str, Any]:
    """A broker lodges as himself, a BDM assigns himself. Raises Invalid for a broker who names another."""
    own = {key: UUID(str(value)) for key, value in actor.links.items() if key in DIRECTORY and value}
    if actor.role == "broker":
        if tree.get("broker_id") not in (None, own.get("broker_id")):
            raise Invalid({"/broker_id": ["You can lodge for yourself only."]})
        if "broker_id" not in own:
            raise Invalid({"/broker_id": ["Your login is not linked to a broker yet. Ask an admin."]})
        return {**tree, "broker_id": own["broker_id"]}
    if actor.role == "bd":
        return {**tree, "bd_id": tree.get("bd_id") or own.get("bd_id")}
    return dict(tree)


def resolve(tree: dict[str, Any]) -> dict[str, Any]:
    """The tree with its branch filled in from the BDM or the broker. Raises Invalid naming who does not exist."""
    errors: dict[str, list[str]] = {}
    found: dict[str, dict[str, Any]] = {}
    for field, (label, kind) in DIRECTORY.items():
        if tree.get(field):
            try:
                found[field] = copies.need(kind, tree[field]).body
            except NotFound:
                errors[f"/{field}"] = [f"There is no such {label}."]
    if errors:
        raise Invalid(errors)
    branch = tree.get("branch_id") or next(
        (body["branch_id"] for body in found.values() if body.get("branch_id")), None
    )
    if branch and not tree.get("branch_id"):
        copies.need("branch", UUID(str(branch)))
    return {**tree, "branch_id": UUID(str(branch)) if branch else None}


def take_existing(w: Work, members: list[Member]) -> list[Member]:
    """Parties named by id alone, with what we know of them. Raises Invalid for one that is not the caller's to name."""
    actor = context.actor()
    wanted = [member for member in members if member.existing]
    rule, params = scope.visible(actor, "l.application_id")
    known = links.named(w, [m.id for m in wanted], rule, params) if wanted else set()
    own = {str(id) for id in actor.links.get("party_ids", [])}
    errors, filled = {}, {}
    for member in wanted:
        allowed = actor.role in scope.SEES_ALL or member.id in known or str(member.id) in own
        try:
            if not allowed:
                raise NotFound()
            filled[member.id] = replace(member, data=copies.need(member.kind, member.id).body)
        except NotFound:
            errors[f"{member.pointer}/id"] = ["There is no such party."]
    if errors:
        raise Invalid(errors)
    return [filled.get(member.id, member) if member.existing else member for member in members]
