"""The table of the mission, row by row: what follows what, what each move waits for, and who may make it."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID, uuid4

import pytest

from applications.domain.choice import check_undo, choose, offered
from applications.domain.facts import Document, Facts, Party
from applications.domain.moves import MOVES
from applications.domain.stages import BEFORE_SETTLED, BY_CODE, FINAL
from lendkit.values.errors import DomainError, Forbidden, Invalid

AUTHOR, SOMEBODY = uuid4(), uuid4()
MORNING = datetime(2026, 11, 25, 9, tzinfo=UTC)
HOUR = timedelta(hours=1)
MEI = Party(
    "mei",
    "borrowers",
    "person",
    "Mei Brown",
    {
        "name": "Mei Brown",
        "first_name": "Mei",
        "last_name": "Brown",
        "date_of_birth": "1984-07-06",
        "email": "mei@example.com.au",
        "address": {"street": "14 Smith Street", "country": "Australia"},
        "bank_account": {"bsb": "xxx-xxx", "account_number": "xxxx6789"},
    },
)
BELLBIRD = Party(
    "bellbird",
    "guarantors",
    "company",
    "Bellbird Projects Pty Ltd",
    {
        "entity_name": "Bellbird Projects Pty Ltd",
        "entity_type": "company",
        "acn": "004085616",
        "abn": "53004085616",
        "phone": "0293327455",
        "address": {"street": "50 King William Road"},
        "directors": [{"first_name": "Mei", "last_name": "Brown"}],
    },
)
APPROVED = {
    "decision": "approve",
    "created_by": {"id": str(SOMEBODY), "name": "Asha Credit", "role": "credit"},
    "terms": {"loan_amount": "410000.00", "loan_term": 18, "interest_rate": "8.95"},
}
# An application on which everything is as it should be, at whatever stage it stands.
READY = Facts(
    stage="inquiry",
    author_id=AUTHOR,
    bd_id=uuid4(),
    broker_id=uuid4(),
    terms={
        "loan_amount": "410000.00",
        "loan_term": 18,
        "interest_rate": "8.950",
        "solvency": {"bankruptcy": False, "judgments": True, "tax_arrears": False, "arrears_on_loans": False},
        "valuer_info": {"company_name": "Meridian Valuers"},
        "securities": [{"address": {"street": "1 Chapel Street"}}],
    },
    provisioning=dict.fromkeys(("parties", "finance", "documents"), "done"),
    parties=(MEI, BELLBIRD),
    documents=(
        Document("indicative_letter", MORNING),
        Document("signed_form", MORNING + HOUR),
        Document("loan_documents", MORNING + 2 * HOUR),
        Document("signed_form", MORNING + 3 * HOUR),
    ),
    funding=True,
    commitment_fees=("waived", "paid"),
    records={
        "consents": [{"kind": "privacy", "party_id": None}],
        "valuations": [{"value": "600000.00", "security": {"position": 0, "address": "1 Chapel Street"}}],
        "requirements": [{"title": "Rates notice", "resolved": True}],
        "decisions": [{**APPROVED, "decision": "decline"}, APPROVED],
        "legal_advice": [{"party_id": "bellbird"}],
        "conditions": [{"title": "Building insurance", "met": True}],
    },
    max_lvr=Decimal(70),
)
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


def at(stage: str, **change: Any) -> Facts:
    return replace(READY, stage=stage, **change)


def with_terms(**change: Any) -> dict[str, Any]:
    return {"terms": {**READY.terms, **change}}


def with_records(noun: str, *rows: Any) -> dict[str, Any]:
    return {"records": {**READY.records, noun: rows}}


def without(*types: str) -> dict[str, Any]:
    return {"documents": tuple(d for d in READY.documents if d.type not in types)}


def changed(party: Party, **body: Any) -> dict[str, Any]:
    other = replace(party, body={**party.body, **body})
    return {"parties": tuple(other if each is party else each for each in READY.parties)}


@pytest.mark.parametrize("stage", TABLE)
def test_what_may_follow(stage: str) -> None:
    leaves = {"declined", "withdrawn"} if stage in BEFORE_SETTLED[1:] else set()
    assert {str(move["to"]) for move in offered(at(stage), "admin", SOMEBODY)} == TABLE[stage] | leaves


def test_every_stage_is_in_the_table() -> None:
    assert {*TABLE, "more_info_required"} == set(BY_CODE)


@pytest.mark.parametrize("came_from", ["application_submitted", "valuation_ordered", "valuation_received"])
def test_more_information_leads_back_to_where_it_was_asked(came_from: str) -> None:
    moves = offered(at("more_info_required", came_from=came_from), "admin", SOMEBODY)
    assert {str(move["to"]) for move in moves} == {came_from, "declined", "withdrawn"}


@pytest.mark.parametrize("move", MOVES, ids=lambda move: f"{move.come_from}-{move.to}")
def test_a_move_that_waits_for_nothing_more_is_made(move: Any) -> None:
    facts = at(move.come_from, came_from=move.to)
    reason = "client_request" if move.wants_reason else None
    assert choose(facts, move.to, "admin", SOMEBODY, reason) is move


# from, to, what is not as it should be, the code that says so
MISSING: list[tuple[str, str, dict[str, Any], str]] = [
    ("inquiry", "sent_to_lender", {"broker_id": None}, "broker"),
    ("inquiry", "sent_to_lender", {"bd_id": None}, "bd"),
    ("inquiry", "sent_to_lender", {"provisioning": {**READY.provisioning, "parties": "pending"}}, "parties_pending"),
    ("inquiry", "sent_to_lender", {"provisioning": {**READY.provisioning, "finance": "pending"}}, "finance_pending"),
    ("inquiry", "sent_to_lender", {"provisioning": {**READY.provisioning, "finance": "refused"}}, "part_refused"),
    (
        "inquiry",
        "funding_table_issued",
        {"provisioning": {**READY.provisioning, "documents": "pending"}},
        "documents_pending",
    ),
    ("inquiry", "funding_table_issued", {"bd_id": None}, "bd"),
    ("funding_table_issued", "indicative_letter_issued", {"funding": False}, "funding_calculation"),
    ("indicative_letter_issued", "indicative_letter_signed", without("indicative_letter"), "indicative_letter"),
    ("indicative_letter_signed", "commitment_fee_received", without("signed_form"), "signed_copy"),
    ("commitment_fee_received", "application_submitted", {"commitment_fees": ("waiting",)}, "commitment_fee"),
    ("commitment_fee_received", "application_submitted", {"commitment_fees": ()}, "commitment_fee"),
    ("application_submitted", "valuation_ordered", changed(BELLBIRD, abn="53004085617"), "abn_acn"),
    ("application_submitted", "valuation_ordered", changed(BELLBIRD, acn="000000000"), "abn_acn"),
    (
        "application_submitted",
        "valuation_ordered",
        changed(BELLBIRD, entity_type="trust", trustee_name="T Pty Ltd", acn=None, abn=None),
        "abn_acn",
    ),
    ("application_submitted", "valuation_ordered", changed(MEI, date_of_birth=None), "parties_incomplete"),
    ("application_submitted", "valuation_ordered", changed(MEI, email=None), "parties_incomplete"),
    ("application_submitted", "valuation_ordered", changed(MEI, address=None), "parties_incomplete"),
    ("application_submitted", "valuation_ordered", changed(MEI, last_name=None), "parties_incomplete"),
    ("application_submitted", "valuation_ordered", changed(BELLBIRD, directors=[]), "parties_incomplete"),
    ("application_submitted", "valuation_ordered", with_terms(solvency=None), "solvency"),
    (
        "application_submitted",
        "valuation_ordered",
        with_terms(solvency={**READY.terms["solvency"], "tax_arrears": None}),
        "solvency",
    ),
    ("application_submitted", "valuation_ordered", with_records("consents"), "privacy_consent"),
    (
        "application_submitted",
        "valuation_ordered",
        with_records("consents", {"kind": "credit_check", "party_id": None}, {"kind": "privacy", "party_id": "mei"}),
        "privacy_consent",
    ),
    ("valuation_ordered", "valuation_received", with_terms(valuer_info=None), "valuer"),
    ("valuation_ordered", "valuation_received", with_terms(valuer_info={"company_name": None}), "valuer"),
    ("valuation_received", "formal_approval", with_records("valuations"), "valuation"),
    ("valuation_received", "formal_approval", with_terms(securities=[{}, {}]), "valuation"),
    ("valuation_received", "formal_approval", {"max_lvr": Decimal("68.2")}, "lvr"),
    ("formal_approval", "loan_docs_instructed", with_records("decisions"), "approval"),
    (
        "formal_approval",
        "loan_docs_instructed",
        with_records("decisions", APPROVED, {**APPROVED, "decision": "decline"}),
        "approval",
    ),
    (
        "formal_approval",
        "loan_docs_instructed",
        with_records("decisions", {**APPROVED, "created_by": {"id": str(AUTHOR), "role": "admin"}}),
        "approval",
    ),
    (
        "formal_approval",
        "loan_docs_instructed",
        with_records("decisions", {**APPROVED, "created_by": {"id": str(SOMEBODY), "role": "bd"}}),
        "approval",
    ),
    ("formal_approval", "loan_docs_instructed", with_terms(loan_amount="410000.01"), "approval"),
    ("loan_docs_instructed", "loan_docs_issued", without("loan_documents"), "loan_documents"),
    ("loan_docs_issued", "loan_docs_signed", {"documents": READY.documents[:3]}, "signatures"),
    (
        "loan_docs_issued",
        "loan_docs_signed",
        {"documents": (*READY.documents[:3], Document("signed_form", MORNING + 3 * HOUR, party_id="mei"))},
        "signatures",
    ),
    ("loan_docs_signed", "settlement_conditions", with_records("legal_advice"), "legal_advice"),
    (
        "settlement_conditions",
        "settled",
        with_records("conditions", {"title": "Insurance", "met": True}, {"title": "Rates", "met": False}),
        "conditions",
    ),
]


@pytest.mark.parametrize(("stage", "to", "change", "code"), MISSING)
def test_a_guard_says_what_it_waits_for(stage: str, to: str, change: dict[str, Any], code: str) -> None:
    facts = at(stage, **change)
    with pytest.raises(DomainError) as refused:
        choose(facts, to, "admin", SOMEBODY, None)
    assert (refused.value.status, refused.value.code) == (409, "not_ready")
    assert [item["code"] for item in refused.value.missing] == [code]
    assert all(item["detail"] for item in refused.value.missing)
    shown = next(move for move in offered(facts, "admin", SOMEBODY) if move["to"] == to)
    assert (shown["allowed"], shown["missing"]) == (False, refused.value.missing)


def test_open_items_hold_the_way_back() -> None:
    facts = at("more_info_required", came_from="valuation_ordered", **with_records("requirements", {"title": "Rates"}))
    with pytest.raises(DomainError) as refused:
        choose(facts, "valuation_ordered", "bd", SOMEBODY, None)
    assert refused.value.missing == [{"code": "requirements", "detail": "Still open: Rates."}]


ENOUGH: dict[str, tuple[str, str, dict[str, Any]]] = {
    "a direct enquiry needs no broker": (
        "inquiry",
        "sent_to_lender",
        {"broker_id": None, "terms": {"source": "direct"}},
    ),
    "the letter itself is signed": (
        "indicative_letter_signed",
        "commitment_fee_received",
        {"documents": (Document("indicative_letter", MORNING, signed_by="Mei Brown"),)},
    ),
    "each party consented by itself": (
        "application_submitted",
        "valuation_ordered",
        with_records("consents", *({"kind": "privacy", "party_id": id} for id in ("mei", "bellbird"))),
    ),
    "one value for everything": (
        "valuation_received",
        "formal_approval",
        {**with_records("valuations", {"value": "600000.00", "security": None}), **with_terms(securities=[{}, {}])},
    ),
    "the product has no limit": ("valuation_received", "formal_approval", {"max_lvr": None}),
    "exactly the limit": ("valuation_received", "formal_approval", {"max_lvr": Decimal("68.3")}),
    "each party signed by itself": (
        "loan_docs_issued",
        "loan_docs_signed",
        {
            "documents": (
                READY.documents[2],
                *(Document("signed_form", MORNING + 3 * HOUR, party_id=id) for id in ("mei", "bellbird")),
            )
        },
    ),
    "nobody guarantees": (
        "loan_docs_signed",
        "settlement_conditions",
        {"parties": (MEI,), **with_records("legal_advice")},
    ),
    "no conditions were set": ("settlement_conditions", "settled", with_records("conditions")),
}


@pytest.mark.parametrize("case", ENOUGH)
def test_what_is_enough(case: str) -> None:
    stage, to, change = ENOUGH[case]
    assert choose(at(stage, **change), to, "admin", SOMEBODY, None).to == to


def test_a_letter_issued_again_is_signed_again() -> None:
    again = (*READY.documents, Document("indicative_letter", MORNING + 9 * HOUR))
    with pytest.raises(DomainError):
        choose(at("indicative_letter_signed", documents=again), "commitment_fee_received", "bd", SOMEBODY, None)


STAFF, HOUSE = {"admin", "credit", "bd"}, {"admin", "credit"}
ALL = ("admin", "credit", "accounts", "bd", "broker", "client")


def who(to: str, stage: str) -> set[str]:
    """The matrix: who may move from `stage` to `to`."""
    if stage == "draft":
        return {"admin", "bd", "broker", "client"}
    if stage in ("declined", "withdrawn"):
        return {"admin"}
    return {"declined": HOUSE, "withdrawn": STAFF | {"broker", "client"}}.get(to, STAFF)


@pytest.mark.parametrize("role", ALL)
@pytest.mark.parametrize("move", MOVES, ids=lambda move: f"{move.come_from}-{move.to}")
def test_who_may_move(move: Any, role: str) -> None:
    facts = at(move.come_from, came_from=move.to)
    reason = "client_request" if move.wants_reason else None
    if role in who(move.to, move.come_from):
        assert choose(facts, move.to, role, SOMEBODY, reason) is move
    else:
        with pytest.raises(Forbidden):
            choose(facts, move.to, role, SOMEBODY, reason)
        assert move.to not in {action["to"] for action in offered(facts, role, SOMEBODY)}


def test_a_reason_from_the_list() -> None:
    for reason in (None, "because"):
        with pytest.raises(Invalid):
            choose(at("inquiry"), "withdrawn", "broker", SOMEBODY, reason)


def test_nobody_declines_his_own() -> None:
    with pytest.raises(Forbidden):
        choose(at("inquiry"), "declined", "admin", AUTHOR, "credit_policy")


@pytest.mark.parametrize("stage", FINAL)
def test_settled_never_goes_back(stage: str) -> None:
    with pytest.raises(DomainError) as refused:
        check_undo(stage, ("settlement_conditions", MORNING, SOMEBODY, False), SOMEBODY, MORNING)
    assert refused.value.code == "settled"


def test_ten_seconds_and_one_owner() -> None:
    last: tuple[str | None, datetime, UUID, bool] = ("inquiry", MORNING, SOMEBODY, False)
    check_undo("sent_to_lender", last, SOMEBODY, MORNING + timedelta(seconds=10))
    for actor, now in ((SOMEBODY, MORNING + timedelta(seconds=11)), (AUTHOR, MORNING)):
        with pytest.raises(DomainError):
            check_undo("sent_to_lender", last, actor, now)


def test_direction() -> None:
    """A label that says so leads back, what wants a reason leads out or back, everything else leads on."""
    for move in MOVES:
        if move.to in ("declined", "withdrawn"):
            expected = "exit"
        elif move.to == "more_info_required":
            expected = "hold"
        else:
            expected = "back" if move.label.startswith("Back") or move.label == "Reopen" else "forward"
        assert move.direction == expected, move.label
    actions = offered(at("funding_table_issued"), "admin", SOMEBODY)
    assert {action["to"]: action["direction"] for action in actions} == {
        "indicative_letter_issued": "forward",
        "inquiry": "back",
        "declined": "exit",
        "withdrawn": "exit",
    }
