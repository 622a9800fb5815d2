"""The transition table: which stage follows which, in which direction, who may change it, and what can be undone."""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import pytest

from applications.domain.stages import BEFORE_SETTLED, BY_CODE, FINAL
from applications.domain.transition_table import TRANSITIONS
from applications.domain.transitions import check_undo, choose, offered
from lendkit.values.errors import DomainError, Forbidden, Invalid
from services.applications.tests.ready_application import AUTHOR, MORNING, SOMEBODY, at

# The rows of the table: from, then everything that may follow (but decline and withdraw, which follow everywhere).
TABLE = {
    "draft": {"inquiry"},
    "inquiry": {"sent_to_lender", "funding_table_issued"},
    "sent_to_lender": {"funding_table_issued"},
    "funding_table_issued": {"indicative_letter_issued", "inquiry"},
    "indicative_letter_issued": {"indicative_letter_signed", "funding_table_issued"},
    "indicative_letter_signed": {"commitment_fee_received"},
    "commitment_fee_received": {"application_submitted"},
    "application_submitted": {"valuation_ordered", "more_info_required"},
    "valuation_ordered": {"valuation_received", "more_info_required"},
    "valuation_received": {"formal_approval", "more_info_required"},
    "formal_approval": {"loan_docs_instructed"},
    "loan_docs_instructed": {"loan_docs_issued", "formal_approval"},
    "loan_docs_issued": {"loan_docs_signed", "loan_docs_instructed"},
    "loan_docs_signed": {"settlement_conditions", "loan_docs_issued"},
    "settlement_conditions": {"settled"},
    "settled": {"discharged"},
    "discharged": {"closed"},
    "closed": set(),
    "declined": {"inquiry"},
    "withdrawn": {"inquiry"},
}


@pytest.mark.parametrize("stage", TABLE)
def test_which_stages_may_follow(stage: str) -> None:
    leaves = {"declined", "withdrawn"} if stage in BEFORE_SETTLED[1:] else set()
    assert {str(action["to"]) for action in offered(at(stage), "admin", SOMEBODY)} == TABLE[stage] | leaves


def test_every_stage_is_in_the_table() -> None:
    assert {*TABLE, "more_info_required"} == set(BY_CODE)


@pytest.mark.parametrize("came_from", ["application_submitted", "valuation_ordered", "valuation_received"])
def test_requested_information_leads_back_to_where_it_was_requested(came_from: str) -> None:
    actions = offered(at("more_info_required", came_from=came_from), "admin", SOMEBODY)
    assert {str(action["to"]) for action in actions} == {came_from, "declined", "withdrawn"}


@pytest.mark.parametrize("transition", TRANSITIONS, ids=lambda t: f"{t.from_stage}-{t.to}")
def test_a_transition_with_nothing_missing_is_made(transition: Any) -> None:
    context = at(transition.from_stage, came_from=transition.to)
    reason = "client_request" if transition.wants_reason else None
    assert choose(context, transition.to, "admin", SOMEBODY, reason) is transition


STAFF, HOUSE = {"admin", "credit", "bd"}, {"admin", "credit"}
ALL = ("admin", "credit", "accounts", "bd", "broker", "client")


def who(to: str, stage: str) -> set[str]:
    """The matrix: who may change `stage` to `to`."""
    if stage == "draft":
        return {"admin", "bd", "broker", "client"}
    if stage in ("declined", "withdrawn"):
        return {"admin"}
    return {"declined": HOUSE, "withdrawn": STAFF | {"broker", "client"}}.get(to, STAFF)


@pytest.mark.parametrize("role", ALL)
@pytest.mark.parametrize("transition", TRANSITIONS, ids=lambda t: f"{t.from_stage}-{t.to}")
def test_who_may_change_the_stage(transition: Any, role: str) -> None:
    context = at(transition.from_stage, came_from=transition.to)
    reason = "client_request" if transition.wants_reason else None
    if role in who(transition.to, transition.from_stage):
        assert choose(context, transition.to, role, SOMEBODY, reason) is transition
    else:
        with pytest.raises(Forbidden):
            choose(context, transition.to, role, SOMEBODY, reason)
        assert transition.to not in {action["to"] for action in offered(context, role, SOMEBODY)}


def test_withdrawing_needs_a_reason_from_the_list() -> None:
    for reason in (None, "because"):
        with pytest.raises(Invalid):
            choose(at("inquiry"), "withdrawn", "broker", SOMEBODY, reason)


def test_nobody_declines_their_own_application() -> None:
    with pytest.raises(Forbidden):
        choose(at("inquiry"), "declined", "admin", AUTHOR, "credit_policy")


@pytest.mark.parametrize("stage", FINAL)
def test_a_settled_application_never_goes_back(stage: str) -> None:
    with pytest.raises(DomainError) as refused:
        check_undo(stage, ("settlement_conditions", MORNING, SOMEBODY, False), SOMEBODY, MORNING)
    assert refused.value.code == "settled"


def test_a_change_is_undone_within_ten_seconds_by_who_made_it() -> None:
    last: tuple[str | None, datetime, UUID, bool] = ("inquiry", MORNING, SOMEBODY, False)
    check_undo("sent_to_lender", last, SOMEBODY, MORNING + timedelta(seconds=10))
    for actor, now in ((SOMEBODY, MORNING + timedelta(seconds=11)), (AUTHOR, MORNING)):
        with pytest.raises(DomainError):
            check_undo("sent_to_lender", last, actor, now)


def test_a_transition_says_its_direction() -> None:
    """`Back …` and `Reopen` lead back; declined and withdrawn are exits; a request for information holds."""
    for transition in TRANSITIONS:
        if transition.to in ("declined", "withdrawn"):
            expected = "exit"
        elif transition.to == "more_info_required":
            expected = "hold"
        else:
            expected = "back" if transition.label.startswith("Back") or transition.label == "Reopen" else "forward"
        assert transition.direction == expected, transition.label
    actions = offered(at("funding_table_issued"), "admin", SOMEBODY)
    assert {action["to"]: action["direction"] for action in actions} == {
        "indicative_letter_issued": "forward",
        "inquiry": "back",
        "declined": "exit",
        "withdrawn": "exit",
    }
