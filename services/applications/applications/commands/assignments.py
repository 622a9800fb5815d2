"""Who looks after an application: its broker, BDM and branch, each looked up and allowed."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from applications.store.links import DIRECTORY
from lendkit.messaging import copies
from lendkit.values.actor import Actor
from lendkit.values.errors import Invalid, NotFound

LABELS = {"broker_id": "broker", "bd_id": "BDM", "branch_id": "branch"}


def assign_lodger(submission: Mapping[str, Any], actor: Actor) -> dict[str, Any]:
    """A broker lodges their own applications, a BDM is assigned to those they lodge unless another is named.

    Raises Invalid for a broker who names another.
    """
    own = {key: UUID(str(value)) for key, value in actor.links.items() if key in DIRECTORY and value}
    if actor.role == "broker":
        if submission.get("broker_id") not in (None, own.get("broker_id")):
            raise Invalid({"/broker_id": ["You can only lodge your own applications."]})
        if "broker_id" not in own:
            raise Invalid({"/broker_id": ["Your login isn't linked to a broker yet. Ask an admin."]})
        return {**submission, "broker_id": own["broker_id"]}
    if actor.role == "bd":
        return {**submission, "bd_id": submission.get("bd_id") or own.get("bd_id")}
    return dict(submission)


def check(data: Mapping[str, Any]) -> dict[str, dict[str, Any]]:
    """Field → copy of each broker, BDM or branch named in `data`. Raises Invalid naming those that do not exist."""
    errors: dict[str, list[str]] = {}
    bodies: dict[str, dict[str, Any]] = {}
    for field, (_section, kind) in DIRECTORY.items():
        if data.get(field):
            try:
                bodies[field] = copies.need(kind, data[field]).body
            except NotFound:
                errors[f"/{field}"] = [f"This {LABELS[field]} doesn't exist."]
    if errors:
        raise Invalid(errors)
    return bodies


def with_branch(submission: Mapping[str, Any]) -> dict[str, Any]:
    """The submission with its branch filled in from the broker or the BDM. Raises Invalid as `check` does."""
    bodies = check(submission)
    branch = submission.get("branch_id")
    if not branch:
        branch = next((body["branch_id"] for body in bodies.values() if body.get("branch_id")), None)
        if branch:
            copies.need("branch", UUID(str(branch)))
    return {**submission, "branch_id": UUID(str(branch)) if branch else None}
