"""A change of stage that someone is offered, chooses or undoes, or is refused."""

from datetime import datetime, timedelta
from uuid import UUID

from applications.domain.guards.approval import check_not_author
from applications.domain.guards.context import GuardContext
from applications.domain.stages import BY_CODE, FINAL
from applications.domain.transition_table import Transition, following
from lendkit.values.errors import DomainError, Forbidden, Invalid

UNDO_WITHIN = timedelta(seconds=10)
NOT_READY = "Not ready yet. See what's missing."
REASONS = (
    "client_request",
    "no_response",
    "went_elsewhere",
    "credit_policy",
    "security_unsuitable",
    "serviceability",
    "duplicate",
    "other",
)


def offered(context: GuardContext, role: str, actor_id: UUID) -> list[dict[str, object]]:
    """The transitions to show to this person: allowed ones, and those that only wait for something."""
    return [
        {
            "to": transition.to,
            "label": transition.label,
            "direction": transition.direction,
            "tone": BY_CODE[transition.to].tone,
            "allowed": not (missing := transition.missing(context)),
            "missing": [item.as_dict() for item in missing],
            "wants_reason": transition.wants_reason,
        }
        for transition in following(context)
        if role in transition.roles and not (transition.to == "declined" and actor_id == context.author_id)
    ]


def choose(context: GuardContext, to: str, role: str, actor_id: UUID, reason: str | None) -> Transition:
    """The transition, ready to be made.

    Raises DomainError `cannot_follow` or `not_ready` (with what is missing), Forbidden, or Invalid for a reason.
    """
    transition = next((transition for transition in following(context) if transition.to == to), None)
    if transition is None:
        detail = f"Can't change the stage from {BY_CODE[context.stage].label} to {BY_CODE[to].label}."
        raise DomainError("cannot_follow", detail)
    if role not in transition.roles:
        raise Forbidden()
    if to == "declined":
        check_not_author(context.author_id, actor_id)
    if transition.wants_reason and not reason:
        raise Invalid({"/reason": ["Enter a reason."]})
    if to in ("declined", "withdrawn") and reason not in REASONS:
        raise Invalid({"/reason": [f"Choose one of {', '.join(REASONS)}."]})
    missing = transition.missing(context)
    if missing:
        raise DomainError("not_ready", NOT_READY, missing=[item.as_dict() for item in missing])
    return transition


def check_undo(stage: str, last: tuple[str | None, datetime, UUID, bool] | None, actor_id: UUID, now: datetime) -> str:
    """The stage to return to. `last` is (from stage, at, by, undone or itself an undo) of the newest transition.

    Raises DomainError `settled`, `nothing_to_undo` or `too_late`.
    """
    if stage in FINAL:
        raise DomainError("settled", "A settled loan can't go back a stage. Reverse it in the ledger.")
    if last is None or last[0] in (None, "draft") or last[3] or last[2] != actor_id:
        raise DomainError("nothing_to_undo", "You have no stage change to undo.")
    if now - last[1] > UNDO_WITHIN:
        raise DomainError("too_late", "A stage change can only be undone within 10 seconds.")
    return str(last[0])
