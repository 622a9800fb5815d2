"""The kinds of notification: what they are called, and what a user may choose about them."""

from dataclasses import dataclass
from datetime import timedelta

from lendkit.values import en_au

IN_APP, EMAIL, DIGEST = "in_app", "email", "digest"
CHANNELS = (IN_APP, EMAIL, DIGEST)
UNDO_WITHIN = timedelta(seconds=10)


@dataclass(frozen=True)
class Kind:
    """`mandatory` kinds cannot be turned off; `emailed` is False for what is never sent by email; an email is held back
    for `hold`, in which what it tells of may be undone."""

    code: str
    label: str
    mandatory: bool = False
    emailed: bool = True
    hold: timedelta = timedelta(0)


KINDS = (
    Kind("application_lodged", "New application"),
    Kind("application_assigned", "Application assigned"),
    Kind("stage_changed", "Stage changed", hold=UNDO_WITHIN),
    Kind("stage_stale", "Stalled applications"),
    Kind("repayment_upcoming", "Upcoming repayment", mandatory=True),
    Kind("repayment_overdue", "Repayment overdue", mandatory=True),
    Kind("note_added", "Mentioned in a note"),
    Kind("note_reminder_due", "Note reminder"),
    Kind("fee_paid", "Fee paid"),
    Kind("document_stored", "Document added"),
    Kind("part_refused", "Action required"),
    Kind("delivery_failed", "Email bounced", emailed=False),
)
BY_CODE = {kind.code: kind for kind in KINDS}
DAILY, WEEKLY = "daily_digest", "weekly_digest"
DIGESTS = {DAILY: "Daily digest", WEEKLY: "Weekly digest"}


def label(code: str) -> str:
    """What people call a kind, or a digest."""
    if code in BY_CODE:
        return BY_CODE[code].label
    return DIGESTS.get(code) or en_au.label(code)


def mandatory(code: str) -> bool:
    return code in BY_CODE and BY_CODE[code].mandatory


def on_by_default(kind: Kind, channel: str) -> bool:
    """Every channel is on until a user turns it off; what is never emailed has no email."""
    return kind.emailed or channel != EMAIL
