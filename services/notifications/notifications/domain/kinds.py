"""The kinds of notification: what they are called, and what a user may choose about them."""

from dataclasses import dataclass
from datetime import timedelta

IN_APP, EMAIL, DIGEST = "in_app", "email", "digest"
CHANNELS = (IN_APP, EMAIL, DIGEST)
UNDO_WITHIN = timedelta(seconds=10)


@dataclass(frozen=True)
class Kind:
    """`mandatory` kinds cannot be switched off; `mailed` is False for what is never sent by email."""

    code: str
    label: str
    mandatory: bool = False
    mailed: bool = True
    hold: timedelta = timedelta(0)


KINDS = (
    Kind("application_lodged", "New application"),
    Kind("application_assigned", "Application assigned"),
    Kind("stage_changed", "Stage changed", hold=UNDO_WITHIN),
    Kind("stage_stale", "Stage unchanged for days"),
    Kind("repayment_upcoming", "Repayment coming up", mandatory=True),
    Kind("repayment_overdue", "Repayment overdue", mandatory=True),
    Kind("note_added", "Mentioned in a note"),
    Kind("note_reminder_due", "Reminder of a note"),
    Kind("fee_paid", "Fee paid"),
    Kind("document_stored", "Document added"),
    Kind("part_refused", "Action required"),
    Kind("delivery_failed", "Mail not delivered", mailed=False),
)
BY_CODE = {kind.code: kind for kind in KINDS}
DAILY, WEEKLY = "daily_digest", "weekly_digest"
DIGESTS = {DAILY: "Daily digest", WEEKLY: "Weekly digest"}


def label(code: str) -> str:
    """What people call a kind, or a digest."""
    return DIGESTS.get(code) or BY_CODE[code].label


def mandatory(code: str) -> bool:
    return code in BY_CODE and BY_CODE[code].mandatory


def by_default(kind: Kind, channel: str) -> bool:
    """Everything is told everywhere until somebody chooses otherwise; what is never mailed is not."""
    return kind.mailed or channel != EMAIL
