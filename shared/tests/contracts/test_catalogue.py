"""Every type of event has a schema, a golden sample, an owner and a sentence, and the sample keeps the schema."""

import json
import re

import pytest
from jsonschema import Draft202012Validator, ValidationError

from lendkit.contracts import CATALOGUE, Event, sample, sample_file, schema_file, validate

TYPES = sorted(CATALOGUE)
NAMES = {
    "auth": "user_registered user_changed user_deactivated",
    "parties": "person_created person_changed company_created company_changed broker_created broker_changed"
    " bdm_created bdm_changed branch_created branch_changed person_erased company_erased part_refused",
    "applications": "application_lodged parts_lodged application_changed application_assigned stage_changed"
    " application_deleted note_added note_reminder_due stage_stale condition_changed",
    "finance": "fee_charged fee_paid fee_waived fee_refunded loan_opened loan_changed loan_discharged schedule_replaced"
    " instalment_changed repayment_upcoming repayment_overdue payment_received payment_reversed journal_posted"
    " funding_calculated part_refused",
    "documents": "document_stored document_changed document_deleted part_refused",
    "notifications": "delivery_failed",
    "reports": "",
}


def test_the_catalogue_is_what_the_owners_publish() -> None:
    expected = {f"{owner}.{name}.v1" for owner, names in NAMES.items() for name in [*names.split(), "heartbeat"]}
    assert set(CATALOGUE) == expected


def test_no_file_is_left_over() -> None:
    for folder in (schema_file("x").parent, sample_file("x").parent):
        assert sorted(path.stem for path in folder.glob("*.json")) == TYPES


@pytest.mark.parametrize("type", TYPES)
def test_it_is_described(type: str) -> None:
    event = CATALOGUE[type]
    assert re.fullmatch(r"[a-z]+\.[a-z]+(_[a-z]+)*\.v1", event.type)
    assert event.owner == type.split(".")[0]
    assert event.summary.endswith(".") and event.classification in {"internal", "partner", "restricted"}


@pytest.mark.parametrize("type", TYPES)
def test_its_schema_is_a_json_schema(type: str) -> None:
    schema = json.loads(schema_file(type).read_text(encoding="utf-8"))
    Draft202012Validator.check_schema(schema)
    assert schema["$schema"] == "https://json-schema.org/draft/2020-12/schema"


@pytest.mark.parametrize("type", TYPES)
def test_its_sample_is_a_whole_event_that_keeps_the_schema(type: str) -> None:
    wire = sample(type)
    event = Event.from_wire(wire)
    validate(event)
    assert event.type == type and event.classification == CATALOGUE[type].classification
    assert event.to_wire() == wire


@pytest.mark.parametrize("type", [type for type in TYPES if "heartbeat" not in type and "parts_" not in type])
def test_a_sample_names_its_subject_and_version(type: str) -> None:
    event = Event.from_wire(sample(type))
    assert str(event.subject) == event.data.get("id", event.data.get("application_id"))
    assert event.sequence == event.data.get("version", event.sequence)


@pytest.mark.parametrize("type", [type for type in TYPES if type.startswith("applications.") and "heart" not in type])
def test_every_event_about_an_application_names_it(type: str) -> None:
    assert Event.from_wire(sample(type)).data["application_id"]


@pytest.mark.parametrize("type", TYPES)
def test_data_without_a_required_field_is_refused(type: str) -> None:
    wire = sample(type)
    required = json.loads(schema_file(type).read_text(encoding="utf-8"))["required"]
    for name in required:
        short = {key: value for key, value in wire["data"].items() if key != name}
        with pytest.raises(ValidationError, match=name):
            validate(Event.from_wire({**wire, "data": short}))


@pytest.mark.parametrize("type", TYPES)
def test_a_field_that_a_later_version_adds_is_ignored(type: str) -> None:
    wire = sample(type)
    validate(Event.from_wire({**wire, "data": {**wire["data"], "added_later": {"deep": [1]}}}))


def test_data_of_another_type_is_refused() -> None:
    wire = sample("applications.application_lodged.v1")
    for name, wrong in (("version", "1"), ("party_ids", None), ("stage", "lost"), ("broker_id", "somebody")):
        with pytest.raises(ValidationError):
            validate(Event.from_wire({**wire, "data": {**wire["data"], name: wrong}}))


def test_only_the_parts_of_a_submit_are_restricted_and_wiped() -> None:
    assert [type for type in TYPES if CATALOGUE[type].ephemeral] == ["applications.parts_lodged.v1"]
    assert [type for type in TYPES if CATALOGUE[type].classification == "restricted"] == [
        "applications.parts_lodged.v1"
    ]


@pytest.mark.parametrize("type", TYPES)
def test_no_sample_shows_a_sensitive_value(type: str) -> None:
    text = json.dumps(sample(type))
    assert "123456782" not in text and "10346789" not in text and "062-000" not in text
