"""The guards: what each transition waits for, in which words, and what is enough."""

from decimal import Decimal
from typing import Any

import pytest

from applications.domain.guards.context import Document
from applications.domain.transitions import choose, offered
from lendkit.values.errors import DomainError
from services.applications.tests.ready_application import (
    APPROVED,
    AUTHOR,
    BELLBIRD,
    HOUR,
    MEI,
    MORNING,
    READY,
    SOMEBODY,
    at,
    changed,
    with_records,
    with_terms,
    without,
)

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
    ("funding_table_issued", "indicative_letter_issued", {"has_funding_table": False}, "funding_calculation"),
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
def test_a_guard_says_what_is_missing(stage: str, to: str, change: dict[str, Any], code: str) -> None:
    context = at(stage, **change)
    with pytest.raises(DomainError) as refused:
        choose(context, to, "admin", SOMEBODY, None)
    assert (refused.value.status, refused.value.code) == (409, "not_ready")
    assert [item["code"] for item in refused.value.missing] == [code]
    assert all(item["detail"] for item in refused.value.missing)
    action = next(action for action in offered(context, "admin", SOMEBODY) if action["to"] == to)
    assert (action["allowed"], action["missing"]) == (False, refused.value.missing)


def test_outstanding_requirements_keep_an_application_waiting() -> None:
    context = at(
        "more_info_required", came_from="valuation_ordered", **with_records("requirements", {"title": "Rates"})
    )
    with pytest.raises(DomainError) as refused:
        choose(context, "valuation_ordered", "bd", SOMEBODY, None)
    assert refused.value.missing == [{"code": "requirements", "detail": "Still outstanding: Rates."}]


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
def test_what_satisfies_a_guard(case: str) -> None:
    stage, to, change = ENOUGH[case]
    assert choose(at(stage, **change), to, "admin", SOMEBODY, None).to == to


def test_a_letter_issued_again_is_signed_again() -> None:
    again = (*READY.documents, Document("indicative_letter", MORNING + 9 * HOUR))
    with pytest.raises(DomainError):
        choose(at("indicative_letter_signed", documents=again), "commitment_fee_received", "bd", SOMEBODY, None)


# What people read, word for word.
SENTENCES: list[tuple[str, str, dict[str, Any], str]] = [
    ("inquiry", "sent_to_lender", {"broker_id": None}, "Select a broker, or set the source to direct."),
    (
        "application_submitted",
        "valuation_ordered",
        changed(MEI, date_of_birth=None, email=None),
        "Mei Brown: enter an email or phone number and a date of birth.",
    ),
    (
        "application_submitted",
        "valuation_ordered",
        changed(BELLBIRD, entity_name=None, directors=[]),
        "Bellbird Projects Pty Ltd: enter an entity name and the directors.",
    ),
    (
        "application_submitted",
        "valuation_ordered",
        with_records("consents"),
        "Record privacy consent for Mei Brown and Bellbird Projects Pty Ltd.",
    ),
    (
        "valuation_received",
        "formal_approval",
        {"max_lvr": Decimal(65)},
        "LVR 68.3% exceeds the product limit of 65.0%.",
    ),
    (
        "loan_docs_issued",
        "loan_docs_signed",
        {"documents": (*READY.documents[:3], Document("signed_form", MORNING + 3 * HOUR, party_id="mei"))},
        "Upload the loan documents signed by Bellbird Projects Pty Ltd.",
    ),
]


@pytest.mark.parametrize(("stage", "to", "change", "detail"), SENTENCES)
def test_a_guard_says_whose_field_is_missing(stage: str, to: str, change: dict[str, Any], detail: str) -> None:
    with pytest.raises(DomainError) as refused:
        choose(at(stage, **change), to, "admin", SOMEBODY, None)
    assert [item["detail"] for item in refused.value.missing] == [detail]
