"""What must hold before an application is lodged, and what is only worth a warning."""

from datetime import date
from typing import Any

import pytest

from lendkit.contracts import checks
from lendkit.contracts.checks import Finding
from lendkit.contracts.shapes import ApplicationShape, PersonShape

TODAY = date(2026, 11, 24)
MEI = {"first_name": "Mei", "last_name": "Brown"}
BELLBIRD = {
    "entity_name": "Bellbird Projects Pty Ltd",
    "entity_type": "company",
    "acn": "004085616",
    "abn": "53004085616",
}


def found(**more: Any) -> list[tuple[str, str, bool]]:
    """(pointer, code, hard) of an application that is complete but for `more`."""
    whole = {"loan_amount": "500000.00", "loan_term": 12, "application_type": "residential", "borrowers": [MEI], **more}
    return findings_of(checks.application(ApplicationShape().load(whole), TODAY))


def findings_of(findings: list[Finding]) -> list[tuple[str, str, bool]]:
    return [(finding.pointer, finding.code, finding.hard) for finding in findings]


def of_company(**more: Any) -> list[tuple[str, str, bool]]:
    return findings_of(checks.company({**BELLBIRD, **more}, TODAY))


def of_person(**more: Any) -> list[tuple[str, str, bool]]:
    return findings_of(checks.person(PersonShape().load({**MEI, **more}), TODAY))


def test_a_complete_application_has_nothing_to_say() -> None:
    assert found() == []


@pytest.mark.parametrize("name", ["loan_amount", "loan_term", "application_type"])
def test_lodging_needs_amount_term_and_type(name: str) -> None:
    assert found(**{name: None}) == [(f"/{name}", "required", True)]


def test_lodging_needs_a_borrower_or_a_company() -> None:
    assert found(borrowers=[]) == [("/borrowers", "required", True)]
    assert found(borrowers=[], companies=[BELLBIRD]) == []


def test_another_type_says_which() -> None:
    assert found(application_type="other") == [("/application_type_other", "required", True)]
    assert found(application_type="other", application_type_other="Bridging") == []


def test_a_party_that_exists_is_not_checked_again() -> None:
    existing = "0198a000-0004-7000-8000-000000000001"
    assert (
        found(borrowers=[{"id": existing}], guarantors=[{"id": existing, "backs": [existing], "liability_cap": "1.00"}])
        == []
    )


def test_findings_point_into_the_body() -> None:
    nameless = [{}, {"first_name": "Mei"}]
    guarantors = [{"guarantor_type": "individual", **name} for name in nameless]
    assert found(guarantors=guarantors)[-1] == ("/guarantors/1/last_name", "required", True)
    assert found(companies=[BELLBIRD, {**BELLBIRD, "abn": "51824753557"}])[0] == ("/companies/1/abn", "checksum", True)


def test_a_guarantor_is_checked_as_what_it_is() -> None:
    assert found(guarantors=[{"guarantor_type": "company", **BELLBIRD}]) == []
    assert found(guarantors=[{"guarantor_type": "company", **MEI}]) == [
        ("/guarantors/0/entity_name", "required", True), ("/guarantors/0/acn", "required", True),
    ]  # fmt: skip
    assert found(guarantors=[MEI]) == [("/guarantors/0/guarantor_type", "required", True)]


def test_checksums_are_hard() -> None:
    assert of_company(abn="63004085616") == [("/abn", "checksum", True)]
    assert of_company(acn="004085617") == [("/acn", "checksum", True), ("/abn", "abn_acn_differ", False)]
    assert of_company(abn="00000000000") == [("/abn", "checksum", True), ("/abn", "abn_acn_differ", False)]
    assert of_company(acn="000000000", abn=None) == [("/acn", "checksum", True)]


def test_an_abn_that_does_not_end_in_the_acn_only_warns() -> None:
    assert of_company(abn="51824753556") == [("/abn", "abn_acn_differ", False)]


def test_only_a_company_needs_an_acn() -> None:
    assert of_company(acn=None) == [("/acn", "required", True)]
    for kind in ("trust", "smsf"):
        assert of_company(entity_type=kind, acn=None, trustee_name="Kowhai Nominees Pty Ltd") == []


@pytest.mark.parametrize("kind", ["trust", "smsf"])
def test_a_trust_names_its_trustee(kind: str) -> None:
    assert of_company(entity_type=kind, acn=None) == [("/trustee_name", "required", True)]


def test_nobody_is_born_tomorrow() -> None:
    assert of_person(date_of_birth="2026-11-25") == [("/date_of_birth", "future", True)]
    assert of_person(date_of_birth="2026-11-24") == []


@pytest.mark.parametrize(
    ("address", "codes"),
    [
        ({"state": "NSW", "postal_code": "2450"}, []),
        ({"state": "ACT", "postal_code": "2612"}, []),
        ({"state": "NT", "postal_code": "0800"}, []),
        ({"state": "TAS", "postal_code": "3121"}, ["/address/postal_code"]),
        ({"state": "VIC", "postal_code": "31"}, ["/address/postal_code"]),
        ({"state": "Victoria", "postal_code": "3121"}, ["/address/state"]),
        ({"state": "CA", "postal_code": "12345", "country": "Australia"}, ["/address/state"]),
        ({"state": "CA", "postal_code": "12345", "country": "USA"}, []),
        ({"state": "", "postal_code": "98800", "country": "New Caledonia"}, []),
        ({}, []),
    ],
)
def test_state_and_postcode_are_checked_in_australia_and_only_warn(address: dict[str, str], codes: list[str]) -> None:
    assert [(pointer, hard) for pointer, _, hard in of_person(address=address)] == [(code, False) for code in codes]


def test_an_australian_phone_number_only_warns() -> None:
    assert of_person(phone="0412 345 678") == of_person(phone="(03) 9123 4567") == []
    assert of_person(phone="1234567890") == [("/phone", "phone", False)]
    assert of_person(phone="1234567890", address={"country": "USA"}) == []


@pytest.mark.parametrize("bsb", ["06200", "06a-000", "0620000"])
def test_a_bsb_has_six_digits(bsb: str) -> None:
    account = {"bsb": bsb, "account_number": "14310918"}
    assert of_person(bank_account=account) == [("/bank_account/bsb", "bsb", True)]


def test_an_account_number_is_a_number() -> None:
    assert of_person(bank_account={"bsb": "062-000", "account_number": "0014"}) == []
    assert of_person(bank_account={"bsb": "062-000", "account_number": "my account"}) == [
        ("/bank_account/account_number", "account", True)
    ]


def test_a_security_is_checked_where_it_stands() -> None:
    securities = [{"address": {"state": "WA", "postal_code": "2000"}}]
    assert found(securities=securities) == [("/securities/0/address/postal_code", "postcode", False)]


def test_only_hard_findings_become_errors() -> None:
    soft, hard = Finding("/phone", "phone", "Odd.", False), Finding("/abn", "checksum", "Wrong.", True)
    assert checks.errors([soft, hard]) == {"/abn": ["Wrong."]}
    assert soft.as_warning() == {"pointer": "/phone", "code": "phone", "detail": "Odd."}


def test_a_warning_says_whose_it_is() -> None:
    body = {
        "borrowers": [{"first_name": "Mei"}, {"last_name": ""}],
        "securities": [{"address": {"state": "NSW", "postal_code": "3121"}}],
    }
    details = {finding.pointer: finding.as_warning()["detail"] for finding in checks.application(body, TODAY)}
    assert details["/borrowers/0/last_name"] == "Mei: enter the last name."
    assert details["/borrowers/1/last_name"] == "Borrower 2: enter the last name."
    assert details["/securities/0/address/postal_code"] == "Security 1: 3121 isn't a NSW postcode."
    assert details["/loan_amount"] == "Enter the loan amount."


def test_a_draft_that_was_stored_is_checked_the_same() -> None:
    assert findings_of(checks.person({**MEI, "date_of_birth": "2026-11-25"}, TODAY)) == [
        ("/date_of_birth", "future", True)
    ]
    assert findings_of(checks.person({**MEI, "date_of_birth": "1980-01-01"}, TODAY)) == []


def test_dashes_alone_are_no_account_number_and_any_separator_does_for_a_bsb() -> None:
    assert findings_of(checks.account({"bsb": "062 000", "account_number": "----"}, "")) == [
        ("/account_number", "account", True)
    ]


def test_half_an_account_is_named_not_a_crash() -> None:
    assert findings_of(checks.account({"bsb": "062-000"}, "")) == [("/account_number", "account", True)]
    assert findings_of(checks.account({"account_number": "14310918"}, "")) == [("/bsb", "bsb", True)]


def test_a_postcode_is_four_digits() -> None:
    assert of_person(address={"state": "NSW", "postal_code": "2abc"}) == [("/address/postal_code", "postcode", False)]
