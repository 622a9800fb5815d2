"""What one record of a request may hold: a party, a note, an entry of the directory."""

import pytest
from marshmallow import Schema

from lendkit.contracts.shapes import (
    ApplicationShape,
    BdmShape,
    BranchShape,
    BrokerShape,
    CompanyShape,
    GuarantorShape,
    NoteShape,
    PersonShape,
)
from shared.tests.contracts.bodies import ACCOUNT, BDM, BRANCH, BROKER, MEI, an_application, refused


def test_a_guarantor_is_a_person_or_a_company() -> None:
    person = GuarantorShape().load({"guarantor_type": "individual", **MEI, "liability_cap": "205000.00"})
    company = GuarantorShape().load({"guarantor_type": "company", "entity_name": "Kowhai Pty Ltd", "directors": [MEI]})
    assert str(person["liability_cap"]) == "205000.00"
    assert company["directors"][0]["first_name"] == MEI["first_name"]


def test_a_tax_id_is_never_read_back() -> None:
    assert PersonShape().load({"tax_id": "123456782"})["tax_id"] == "123456782"
    assert "tax_id" not in PersonShape().dump({"tax_id": "123456782", "first_name": "Tom"})


def test_spacing_of_an_abn_does_not_matter() -> None:
    loaded = CompanyShape().load({"abn": " 51 824 753 556", "acn": "004-085-616"})
    assert (loaded["abn"], loaded["acn"]) == ("51824753556", "004085616")


def test_text_is_kept_but_for_the_space_around_it() -> None:
    loaded = PersonShape().load({"first_name": "  Noah ", "last_name": "García"})
    assert (loaded["first_name"], loaded["last_name"]) == ("Noah", "García")


@pytest.mark.parametrize(
    "text", ["<script>alert(1)</script>", "{{7*7}}", "=cmd()", "Robert'); DROP TABLE party;--", "🏠 新西兰"]
)
def test_odd_text_is_only_text(text: str) -> None:
    assert NoteShape().load({"content": text})["content"] == text


def test_a_note_has_lines_and_a_name_has_one() -> None:
    assert NoteShape().load({"content": "Called.\nWill call back."})["content"] == "Called.\nWill call back."
    assert list(refused(PersonShape, {"first_name": "Mei\nLin"})) == ["/first_name"]


def test_the_directory_takes_the_bodies_of_the_contract() -> None:
    person = {"name": "Grace Nguyen", "phone": "0491570159", "email": "grace@southerncrossbroking.example"}
    links = {"branch_id": BRANCH, "bd_ids": [BDM], "commission_account": ACCOUNT}
    broker = BrokerShape().load({**person, "company": "Southern Cross", **links})
    assert [str(id) for id in broker["bd_ids"]] == [str(BDM)]
    assert BdmShape().load({**person, "branch_id": BRANCH, "user_id": None})["user_id"] is None
    branch = BranchShape().load({"name": "Sydney", "address": {"street": "20 Bridge Street", "city": "Sydney"}})
    assert branch["address"]["city"] == "Sydney"


@pytest.mark.parametrize("shape", [BrokerShape, BdmShape, BranchShape])
@pytest.mark.parametrize("name", [None, "", "  "])
def test_everybody_in_the_directory_has_a_name(shape: type[Schema], name: str | None) -> None:
    assert list(refused(shape, {"name": name})) == ["/name"]
    assert list(refused(shape, {})) == ["/name"]


def test_a_patch_may_leave_out_what_a_new_record_needs() -> None:
    assert BrokerShape(partial=True).load({"phone": "0491570159"}) == {"phone": "0491570159"}


@pytest.mark.parametrize("kind", ["borrowers", "companies", "guarantors"])
def test_nobody_changes_a_party_that_exists_by_naming_it(kind: str) -> None:
    assert list(refused(ApplicationShape, an_application(**{kind: [{"id": BROKER, "email": "mei@example.com"}]}))) == [
        f"/{kind}/0/id"
    ]


def test_a_broker_is_named_once() -> None:
    assert list(refused(ApplicationShape, an_application(broker=BROKER, broker_id=BDM))) == ["/broker_id"]


def test_backs_takes_an_id_in_either_case_and_nobody_called_none() -> None:
    existing = "0198A000-0004-7000-8000-00000000000A"
    ApplicationShape().load(an_application(borrowers=[{"id": existing}], guarantors=[{"backs": [existing]}]))
    assert refused(ApplicationShape, an_application(guarantors=[{"backs": ["None"]}]))


@pytest.mark.parametrize("mark", ["\t", "\n", "\r", "\x85", "\u2028", "\u2029"])
def test_a_name_stays_on_its_line(mark: str) -> None:
    assert list(refused(PersonShape, {"first_name": f"Mei{mark}Lin"})) == ["/first_name"]


def test_a_note_takes_the_line_ends_of_windows() -> None:
    assert NoteShape().load({"content": "Called.\r\nWill call back."})["content"] == "Called.\nWill call back."


def test_a_pointer_is_escaped() -> None:
    assert list(refused(ApplicationShape, an_application(**{"a/b~c": 1}))) == ["/a~1b~0c"]


def test_minus_nothing_is_no_amount() -> None:
    assert list(refused(PersonShape, {"assets": [{"value": "-0.00"}]})) == ["/assets/0/value"]
