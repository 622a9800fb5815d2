"""Approval: what was requested is provided, and a decision approves the terms as they are now."""

from decimal import Decimal
from uuid import UUID

from applications.domain.guards.context import GuardContext, Missing, listed
from lendkit.values.errors import Forbidden

DECIDERS = frozenset({"admin", "credit"})
DECIDED_TERMS = ("loan_amount", "loan_term", "interest_rate")


def requirements_resolved(context: GuardContext) -> Missing | None:
    titles = [str(record["title"]) for record in context.records_of("requirements") if not record.get("resolved")]
    if not titles:
        return None
    return Missing("requirements", f"Still outstanding: {listed(titles)}.")


def is_approved(context: GuardContext) -> Missing | None:
    """The latest decision approves the terms as they are, by a decider who did not lodge the application."""
    decisions = context.records_of("decisions")
    if not decisions:
        return Missing("approval", "Needs approval from a credit manager or admin who didn't lodge it.")
    decision = decisions[-1]
    by = decision["created_by"]
    if decision["decision"] != "approve" or by["role"] not in DECIDERS or by["id"] == str(context.author_id):
        return Missing("approval", "The latest decision doesn't approve this application.")
    if any(not _equal(decision["terms"].get(name), context.terms.get(name)) for name in DECIDED_TERMS):
        return Missing("approval", "The amount, term or rate changed after approval. Approve the new terms.")
    return None


def check_not_author(author_id: UUID, actor_id: UUID) -> None:
    """Raises Forbidden `own_application`: whoever lodged an application does not decide it."""
    if actor_id == author_id:
        detail = "You lodged this application, so another credit manager must decide."
        raise Forbidden(detail, code="own_application")


def _equal(left: object, right: object) -> bool:
    return left == right or (left is not None and right is not None and Decimal(str(left)) == Decimal(str(right)))
