"""Provisioning: the parts of a submission until their owners have confirmed them, and what replaces a refused one.

`parts` is the body of `applications.parts_lodged` as it was sent to one owner.
"""

from collections.abc import Mapping, Sequence
from typing import Any

SERVICES = ("parties", "finance", "documents")
PARTS_OF = {"parties": "parties", "finance": "fees", "documents": "documents"}


def share_of(service: str, parts: Mapping[str, Any]) -> dict[str, Any] | None:
    """The parts with this service's own and nobody else's; None where it has none to confirm."""
    own = PARTS_OF[service]
    if not parts[own]:
        return None
    return {**parts, **{name: parts[name] if name == own else [] for name in PARTS_OF.values()}}


def parts_named(service: str, parts: Mapping[str, Any], name: str) -> list[dict[str, Any]]:
    """The part called `name`: by its id, its upload or its pointer in the submission (`/fees/0`)."""
    section = PARTS_OF[service]
    return [
        part
        for index, part in enumerate(parts.get(section) or [])
        if name in (part.get("id"), part.get("upload_id"), f"/{section}/{index}")
    ]


def is_known(service: str, parts: Mapping[str, Any], id: str) -> bool:
    """This fee or file came with the submission, or has replaced (`made_good_by`) a refused one already."""
    keys = ("id", "upload_id", "made_good_by")
    return any(id in map(part.get, keys) for part in parts.get(PARTS_OF[service]) or [])


def refused_of_type(service: str, parts: Mapping[str, Any], refused: Sequence[str], type: str) -> str | None:
    """The first of the `refused` parts, oldest first, that a new fee or file of this type replaces."""
    fitting = (name for name in refused if any(part["type"] == type for part in parts_named(service, parts, name)))
    return next(fitting, None)
