"""A move that somebody wants to make or take back: offered, chosen or refused."""

from datetime import datetime, timedelta
from uuid import UUID

from applications.domain.facts import Facts
from applications.domain.moves import Move, following
from applications.domain.stages import BY_CODE, FINAL
from lendkit.values.errors import DomainError, Forbidden, Invalid

UNDO_WITHIN = timedelta(seconds=10)
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


def offered(facts: Facts, role: str, actor_id: UUID) -> list[dict[str, object]]:
    """The moves to show to this person: allowed ones, and those that only wait for something."""
    return [
        {
            "to": move.to,
            "label": move.label,
            "direction": move.direction,
            "tone": BY_CODE[move.to].tone,
            "allowed": not (missing := move.missing(facts)),
            "missing": [item.as_dict() for item in missing],
            "wants_reason": move.wants_reason,
        }
        for move in following(facts)
        if role in move.roles and not (move.to == "declined" and actor_id == facts.author_id)
    ]


def choose(facts: Facts, to: str, role: str, actor_id: UUID, reason: str | None) -> Move:
    """The move, ready to be made.

    Raises DomainError `cannot_follow` or `not_ready` (with what is missing), Forbidden, or Invalid for a reason.
    """
    move = next((each for each in following(facts) if each.to == to), None)
    if move is None:
        detail = f"{BY_CODE[to].label} cannot follow {BY_CODE[facts.stage].label}."
        raise DomainError("cannot_follow", detail)
    if role not in move.roles:
        raise Forbidden()
    if to == "declined" and actor_id == facts.author_id:
        raise Forbidden("Somebody else must decide about your own application.", code="own_application")
    if move.wants_reason and not reason:
        raise Invalid({"/reason": ["Say why."]})
    if to in ("declined", "withdrawn") and reason not in REASONS:
        raise Invalid({"/reason": [f"Choose one of {', '.join(REASONS)}."]})
    missing = move.missing(facts)
    if missing:
        raise DomainError("not_ready", "Something is missing first.", missing=[item.as_dict() for item in missing])
    return move


def check_undo(stage: str, last: tuple[str | None, datetime, UUID, bool] | None, actor_id: UUID, now: datetime) -> None:
    """`last` is (from stage, at, by, undone or itself an undo) of the newest move. Raises DomainError."""
    if stage in FINAL:
        raise DomainError("settled", "A settled loan never goes back: reverse it in the ledger.")
    if last is None or last[0] in (None, "draft") or last[3] or last[2] != actor_id:
        raise DomainError("nothing_to_undo", "There is no move of yours to take back.")
    if now - last[1] > UNDO_WITHIN:
        raise DomainError("too_late", "A move can be taken back for 10 seconds only.")
