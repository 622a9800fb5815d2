"""What a nested application may hold, and the pointer and sentence that name what it may not."""

from typing import Any

import pytest

from lendkit.contracts import choices
from lendkit.contracts.shapes import (
    ApplicationShape,
    FeeShape,
    PersonShape,
    SecurityShape,
)
from shared.tests.contracts.bodies import BDM, BRANCH, BROKER, MEI, an_application, refused

AMOUNTS: list[Any] = [
    -1, 0, "0.00", "0.001", "1.005", "1e400", "1_000", "５００", True, "1,000", "NaN", "", [], {}, 10**15, "-5",
]  # fmt: skip
BAD: list[tuple[str, dict[str, Any]]] = [
    # amounts
    *(("/loan_amount", {"loan_amount": value}) for value in AMOUNTS),
    # whole numbers
    *(("/loan_term", {"loan_term": value}) for value in (0, 601, -1, 1.9, "12", True, "１２", 10**9)),
    *(("/capitalised_interest_months", {"capitalised_interest_months": value}) for value in (-1, 121, 0.5, "3")),
    # rates
    *(("/interest_rate", {"interest_rate": value}) for value in (
        0, "0", "-1", "100.1", 101, "8.1234567", "8,95", "8.95%", "1e1", True, "٨", "",
    )),
    # dates
    *(("/estimated_settlement_date", {"estimated_settlement_date": value}) for value in (
        "9999-12-31", "1899-12-31", "2026-02-30", "24/11/2026", "2026-1-1", "２０２６-01-01", 20261124,
        "2026-11-24T00:00:00Z",
    )),
    ("/borrowers/0/date_of_birth", {"borrowers": [{**MEI, "date_of_birth": "0001-01-01"}]}),
    # fixed lists
    *(("/stage", {"stage": value}) for value in ("settled", "formal_approval", "", None, 1)),
    ("/application_type", {"application_type": "Residential"}),
    ("/repayment_frequency", {"repayment_frequency": "daily"}),
    ("/source", {"source": "website"}),
    ("/companies/0/entity_type", {"companies": [{"entity_type": "partnership"}]}),
    ("/guarantors/0/guarantor_type", {"guarantors": [{"guarantor_type": "friend"}]}),
    ("/fees/0/type", {"fees": [{"type": "bribe", "amount": "1.00"}]}),
    ("/documents/0/type", {"documents": [{"upload_id": BROKER, "type": "selfie"}]}),
    ("/securities/0/property_type", {"securities": [{"property_type": "castle"}]}),
    # unknown fields: nothing is assigned that was not asked for
    *((f"/{name}", {name: "x"}) for name in ("id", "version", "reference_number", "created_at", "balance", "is_admin")),
    ("/borrowers/0/role", {"borrowers": [{**MEI, "role": "admin"}]}),
    ("/borrowers/0/address/postcode", {"borrowers": [{"address": {"postcode": "3000"}}]}),
    ("/fees/0/status", {"fees": [{"type": "legal", "amount": "1.00", "status": "paid"}]}),
    # text
    ("/purpose", {"purpose": "nul \x00"}),
    ("/borrowers/0/first_name", {"borrowers": [{"first_name": "Mei\u202eimE"}]}),
    ("/borrowers/0/last_name", {"borrowers": [{"last_name": "\ud800"}]}),
    ("/borrowers/0/last_name", {"borrowers": [{"last_name": "Brown\r\nBcc: all@example.com"}]}),
    ("/borrowers/0/first_name", {"borrowers": [{"first_name": "x" * 101}]}),
    ("/purpose", {"purpose": "x" * 2001}),
    ("/purpose", {"purpose": ["Purchase"]}),
    ("/borrowers/0/address/postal_code", {"borrowers": [{"address": {"postal_code": 800}}]}),
    ("/borrowers/0/email", {"borrowers": [{"email": "mei@"}]}),
    ("/borrowers/0/email", {"borrowers": [{"email": "mei@example.com\nBcc: all@example.com"}]}),
    ("/companies/0/abn", {"companies": [{"abn": "5182475355"}]}),
    ("/companies/0/abn", {"companies": [{"abn": "５１８２４７５３５５６"}]}),
    ("/companies/0/acn", {"companies": [{"acn": "not one"}]}),
    # ids
    ("/broker_id", {"broker_id": "7"}),
    ("/broker_id", {"broker": {"id": BROKER}}),
    ("/product_id", {"product_id": "bullet"}),
    # kinds of value
    ("/borrowers", {"borrowers": {}}),
    ("/borrowers", {"borrowers": None}),
    ("/borrowers/0", {"borrowers": [None]}),
    ("/borrowers/1/address", {"borrowers": [MEI, {"address": "12 Smith St"}]}),
    *(("/solvency/bankruptcy", {"solvency": {"bankruptcy": value}}) for value in ("no", "true", 1, 0, [])),
    ("/borrowers", {"borrowers": [MEI] * 21}),
    ("/borrowers/0/tags/0", {"borrowers": [{"tags": ["x" * 41]}]}),
    # what one part cannot do without
    ("/notes/0/content", {"notes": [{"content": "   "}]}),
    ("/notes/0/content", {"notes": [{"remind_date": "2030-03-04"}]}),
    ("/fees/0/amount", {"fees": [{"type": "legal"}]}),
    ("/documents/0/upload_id", {"documents": [{"type": "invoice"}]}),
    ("/borrowers/0/bank_account/bsb", {"borrowers": [{"bank_account": {"account_number": "14310918"}}]}),
    ("/companies/0/tax_id", {"companies": [{"entity_name": "Bellbird Projects Pty Ltd", "tax_id": "123456782"}]}),
]  # fmt: skip


@pytest.mark.parametrize(("pointer", "more"), BAD, ids=[f"{pointer} {more!a:.60}" for pointer, more in BAD])
def test_it_is_refused_and_the_field_is_named(pointer: str, more: dict[str, Any]) -> None:
    found = refused(ApplicationShape, an_application(**more))
    assert list(found) == [pointer]
    assert all(message.endswith(".") for message in found[pointer])


def test_every_mistake_is_named_at_once() -> None:
    body = an_application(loan_amount=-1, loan_term=1.9, borrowers=[{"email": "mei@"}, {"address": {"zip": "1"}}])
    assert set(refused(ApplicationShape, body)) == {
        "/loan_amount",
        "/loan_term",
        "/borrowers/0/email",
        "/borrowers/1/address/zip",
    }


def test_the_body_must_be_an_object() -> None:
    assert refused(ApplicationShape, [an_application()])


@pytest.mark.parametrize("names", [("broker", "bd", "branch"), ("broker_id", "bd_id", "branch_id")])
def test_broker_bd_and_branch_go_by_either_name(names: tuple[str, str, str]) -> None:
    loaded = ApplicationShape().load(an_application(**dict(zip(names, (BROKER, BDM, BRANCH), strict=True))))
    assert [str(loaded[name]) for name in ("broker_id", "bd_id", "branch_id")] == [BROKER, BDM, BRANCH]


def test_an_alias_does_not_change_the_callers_body() -> None:
    body = an_application(broker=BROKER)
    ApplicationShape().load(body)
    assert body["broker"] == BROKER


@pytest.mark.parametrize(
    ("name", "values"),
    [
        ("application_type", choices.APPLICATION_TYPES),
        ("repayment_frequency", choices.FREQUENCIES),
        ("source", choices.SOURCES),
        ("stage", ("draft", "inquiry")),
    ],
)
def test_every_listed_value_is_taken(name: str, values: tuple[str, ...]) -> None:
    for value in values:
        assert ApplicationShape().load(an_application(**{name: value}))[name] == value


def test_every_listed_kind_of_a_part_is_taken() -> None:
    for type in choices.FEE_TYPES:
        assert FeeShape().load({"type": type, "amount": "990.00", "gst": True})["type"] == type
    for kind in choices.PROPERTY_TYPES:
        assert SecurityShape().load({"property_type": kind})["property_type"] == kind
    for type in choices.DOCUMENT_TYPES:
        ApplicationShape().load(an_application(documents=[{"upload_id": BROKER, "type": type}]))
    for kind in choices.EXIT_KINDS:
        ApplicationShape().load(an_application(exit_strategy={"kind": kind, "detail": None}))
    for person in ({"residency": r} for r in choices.RESIDENCIES):
        PersonShape().load(person)
    for status in choices.MARITAL_STATUSES:
        PersonShape().load({"marital_status": status})
    for type in choices.EMPLOYMENT_TYPES:
        PersonShape().load({"employment": {"type": type}})


def test_open_lists_have_other() -> None:
    for options in (
        choices.APPLICATION_TYPES, choices.FEE_TYPES, choices.DOCUMENT_TYPES, choices.PROPERTY_TYPES,
        choices.RESIDENCIES, choices.MARITAL_STATUSES, choices.EMPLOYMENT_TYPES, choices.EXIT_KINDS,
    ):  # fmt: skip
        assert "other" in options


def test_a_draft_saves_whatever_it_has() -> None:
    parts: list[dict[str, Any]] = [
        {}, {"borrowers": [{}]}, {"companies": [{"abn": "51824753557"}]}, {"loan_amount": None},
    ]  # fmt: skip
    for part in parts:
        assert ApplicationShape().load({"stage": "draft", **part})["stage"] == "draft"


def test_who_signed_it_and_when() -> None:
    loaded = ApplicationShape().load(an_application(signed_by="Mei Brown", signature_date="2026-11-20"))
    assert loaded["signed_by"] == "Mei Brown" and str(loaded["signature_date"]) == "2026-11-20"


def test_a_party_that_exists_is_taken_by_its_id_alone() -> None:
    loaded = ApplicationShape().load(
        an_application(borrowers=[{"id": BROKER}], guarantors=[{"id": BDM, "backs": [BROKER]}])
    )
    assert str(loaded["borrowers"][0]["id"]) == BROKER


def test_a_ref_is_unique_in_the_whole_body() -> None:
    body = an_application(borrowers=[{**MEI, "ref": "p1"}], companies=[{"entity_name": "Kowhai", "ref": "p1"}])
    assert list(refused(ApplicationShape, body)) == ["/companies/0/ref"]


@pytest.mark.parametrize("backs", [["b2"], ["b1", "nobody"], [BDM]])
def test_a_guarantor_backs_somebody_in_the_body(backs: list[str]) -> None:
    guarantor = {"guarantor_type": "individual", "backs": backs}
    body = an_application(borrowers=[{**MEI, "ref": "b1"}], guarantors=[guarantor])
    assert list(refused(ApplicationShape, body)) == ["/guarantors/0/backs"]


def test_a_guarantor_does_not_back_a_guarantor() -> None:
    body = an_application(guarantors=[{"ref": "g1"}, {"ref": "g2", "backs": ["g1"]}])
    assert list(refused(ApplicationShape, body)) == ["/guarantors/1/backs"]
