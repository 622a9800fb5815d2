"""Which stage may follow which, who may move it there, and what must be so before: the table of the mission."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from uuid import UUID

from applications.domain.stages import BEFORE_SETTLED, BY_CODE
from lendkit.errors import DomainError, Forbidden, Invalid

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
STAFF = frozenset({"admin", "credit", "bd"})
ADMIN = frozenset({"admin"})
DECIDERS = frozenset({"admin", "credit"})
LODGERS = frozenset({"admin", "bd", "broker", "client"})
ANYONE = STAFF | {"broker", "client"}


@dataclass(frozen=True)
class Facts:
    """What the guards look at."""

    stage: str
    author_id: UUID
    bd_id: UUID | None
    broker_id: UUID | None
    source: str | None
    provisioning: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Missing:
    code: str
    detail: str

    def as_dict(self) -> dict[str, str]:
        return {"code": self.code, "detail": self.detail}


Guard = Callable[[Facts], Missing | None]


def has_source(facts: Facts) -> Missing | None:
    if facts.broker_id or facts.source == "direct":
        return None
    return Missing("broker", "Name the broker, or mark this as a direct enquiry.")


def has_bd(facts: Facts) -> Missing | None:
    return None if facts.bd_id else Missing("bd", "Assign a BDM first.")


def parties_stand(facts: Facts) -> Missing | None:
    """Until finance answers for its own parts, the lock looks at parties alone."""
    state = facts.provisioning.get("parties", "pending")
    if state == "done":
        return None
    if state == "refused":
        return Missing("part_refused", "A party could not be taken over. See what is asked for above.")
    return Missing("parties_pending", "The parties are still being set up. This takes a moment.")


def _wants(code: str, detail: str) -> Guard:
    """A fact that nothing records yet: honestly missing."""
    return lambda _facts: Missing(code, detail)


@dataclass(frozen=True)
class Move:
    come_from: str
    to: str
    label: str
    guards: Sequence[Guard] = ()
    roles: frozenset[str] = STAFF
    wants_reason: bool = False

    def missing(self, facts: Facts) -> list[Missing]:
        return [found for guard in self.guards if (found := guard(facts)) is not None]


LODGE = Move("draft", "inquiry", "Lodge application", roles=LODGERS)
_PARTS = (has_source, has_bd, parties_stand)
MOVES = (
    LODGE,
    Move("inquiry", "sent_to_lender", "Send to lender", _PARTS),
    Move("inquiry", "funding_table_issued", "Issue funding table", _PARTS),
    Move("sent_to_lender", "funding_table_issued", "Issue funding table"),
    Move(
        "funding_table_issued",
        "indicative_letter_issued",
        "Issue indicative letter",
        (_wants("funding_calculation", "Save a funding calculation first."),),
    ),
    Move("funding_table_issued", "inquiry", "Back to enquiry"),
    Move(
        "indicative_letter_issued",
        "indicative_letter_signed",
        "Record signed letter",
        (_wants("indicative_letter", "The indicative letter is not on file."),),
    ),
    Move("indicative_letter_issued", "funding_table_issued", "Back to funding table"),
    Move(
        "indicative_letter_signed",
        "commitment_fee_received",
        "Record commitment fee",
        (_wants("signed_copy", "A signed copy of the letter is not on file."),),
    ),
    Move(
        "commitment_fee_received",
        "application_submitted",
        "Submit application",
        (_wants("commitment_fee", "The commitment fee is not paid in the ledger."),),
    ),
    *(Move(stage, "declined", "Decline", roles=DECIDERS, wants_reason=True) for stage in BEFORE_SETTLED[1:]),
    *(Move(stage, "withdrawn", "Withdraw", roles=ANYONE, wants_reason=True) for stage in BEFORE_SETTLED[1:]),
    *(Move(stage, "inquiry", "Reopen", roles=ADMIN, wants_reason=True) for stage in ("declined", "withdrawn")),
)
_FROM: dict[str, list[Move]] = {}
for _move in MOVES:
    _FROM.setdefault(_move.come_from, []).append(_move)


def offered(facts: Facts, role: str, actor_id: UUID) -> list[dict[str, object]]:
    """The moves to show to this person: allowed ones, and those that only wait for something."""
    return [
        {
            "to": move.to,
            "label": move.label,
            "tone": BY_CODE[move.to].tone,
            "allowed": not (missing := move.missing(facts)),
            "missing": [item.as_dict() for item in missing],
            "wants_reason": move.wants_reason,
        }
        for move in _FROM.get(facts.stage, ())
        if role in move.roles and not (move.to == "declined" and actor_id == facts.author_id)
    ]


def choose(facts: Facts, to: str, role: str, actor_id: UUID, reason: str | None) -> Move:
    """The move, ready to be made.

    Raises DomainError `cannot_follow` or `not_ready` (with what is missing), Forbidden, or Invalid for a reason.
    """
    move = next((each for each in _FROM.get(facts.stage, ()) if each.to == to), None)
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


def check_undo(last: tuple[str | None, datetime, UUID, bool] | None, actor_id: UUID, now: datetime) -> None:
    """`last` is (from stage, at, by, undone or itself an undo) of the newest move. Raises DomainError."""
    if last is None or last[0] in (None, "draft") or last[3] or last[2] != actor_id:
        raise DomainError("nothing_to_undo", "There is no move of yours to take back.")
    if now - last[1] > UNDO_WITHIN:
        raise DomainError("too_late", "A move can be taken back for 10 seconds only.")
