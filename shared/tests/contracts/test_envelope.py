"""The envelope: CloudEvents 1.0 out, tolerant of what is new and firm about what is wrong on the way in."""

import json
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lendkit.contracts import Event, classification_of, sample
from lendkit.runtime import context
from lendkit.values.actor import Actor
from lendkit.values.plain import plain

BRANCH = UUID("0198a000-0001-7000-8000-000000000001")
PRIYA = Actor(
    id=UUID("0198a000-0005-7000-8000-000000000002"), role="bd", name="Priya Raman", email="priya.raman@lend.example"
)
WIRE = sample("parties.branch_created.v1")


def branch_created(**data: Any) -> Event:
    return Event.new("parties.branch_created.v1", subject=BRANCH, sequence=1, data={"id": BRANCH, "version": 1, **data})


def test_an_event_is_a_cloud_event() -> None:
    wire = branch_created(name="Sydney").to_wire()
    assert wire["specversion"] == "1.0"
    assert (wire["type"], wire["source"]) == ("parties.branch_created.v1", "/lend/parties")
    assert (wire["subject"], wire["sequence"]) == (str(BRANCH), 1)
    assert wire["datacontenttype"] == "application/json"
    assert datetime.fromisoformat(wire["time"]).utcoffset() == UTC.utcoffset(None)
    assert UUID(wire["id"]).version == 7
    assert all(name.isalnum() and name == name.lower() for name in wire)


def test_it_tells_who_acted_and_on_whose_request() -> None:
    with context.bind(actor=PRIYA, request_id="req-8f2a61c0", client_id="tab-1"):
        wire = branch_created().to_wire()
    assert wire["actor"] == {"id": str(PRIYA.id), "name": "Priya Raman", "role": "bd"}
    assert (wire["correlationid"], wire["clientid"]) == ("req-8f2a61c0", "tab-1")


def test_nobody_acting_leaves_the_attributes_out() -> None:
    assert not {"actor", "correlationid", "clientid", "traceparent", "origin"} & set(branch_created().to_wire())


def test_data_is_json_ready() -> None:
    instant = datetime(2026, 11, 24, 2, 40, tzinfo=UTC)
    data = branch_created(on=date(2026, 11, 24), at=instant, amount=Decimal("500000.00"), of=[BRANCH]).data
    assert json.loads(json.dumps(data)) == data
    assert data["on"] == "2026-11-24" and data["amount"] == "500000.00" and data["of"] == [str(BRANCH)]


def test_what_has_no_place_in_json_is_refused() -> None:
    with pytest.raises(TypeError, match="set cannot be written"):
        plain({"tags": {"repeat"}})


def test_what_is_not_a_number_is_not_json_either() -> None:
    with pytest.raises(ValueError):
        plain({"lvr": float("nan")})


def test_the_classification_comes_from_the_catalogue() -> None:
    assert Event.new("applications.parts_lodged.v1", BRANCH, 1, {}).classification == "restricted"
    assert branch_created().classification == "internal"
    assert classification_of("somebody.else_did_it.v1") == "internal"


def test_it_survives_the_wire() -> None:
    with context.bind(actor=PRIYA, request_id="req-8f2a61c0"):
        sent = branch_created(name="Sydney")
    assert Event.from_wire(json.loads(json.dumps(sent.to_wire()))) == sent


def test_an_attribute_we_do_not_know_is_ignored() -> None:
    event = Event.from_wire({**WIRE, "tenant": "north", "dataschema": "https://example.com/branch"})
    assert event == Event.from_wire(WIRE)


def test_the_owner_is_the_first_word_of_the_type() -> None:
    assert Event.from_wire(WIRE).owner == "parties"


@pytest.mark.parametrize("name", ["id", "type", "subject", "sequence", "time"])
def test_a_required_attribute_that_is_missing(name: str) -> None:
    with pytest.raises(ValueError):
        Event.from_wire({key: value for key, value in WIRE.items() if key != name})


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("id", "42"), ("id", 42), ("id", None), ("id", []), ("subject", "the branch"), ("subject", {}), ("type", ""),
        ("type", 7), ("type", None), ("sequence", "first"), ("sequence", None), ("sequence", float("nan")),
        ("time", "yesterday"), ("time", 1764000000), ("time", None), ("data", None), ("data", []), ("data", "{}"),
    ],
)  # fmt: skip
def test_an_attribute_that_is_wrong(name: str, value: Any) -> None:
    with pytest.raises(ValueError):
        Event.from_wire({**WIRE, name: value})


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_infinity=False) | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4),
    max_leaves=8,
)


@given(JSON)
def test_garbage_raises_only_value_error(body: Any) -> None:
    with pytest.raises(ValueError):
        Event.from_wire(body)


@given(st.sampled_from(sorted(WIRE)), JSON)
def test_one_attribute_of_garbage_raises_at_most_value_error(name: str, value: Any) -> None:
    try:
        Event.from_wire({**WIRE, name: value})
    except ValueError:
        return


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("sequence", float("inf")), ("sequence", 1.9), ("sequence", True), ("sequence", "1"), ("sequence", -1),
        ("sequence", 2**31), ("time", "2026-11-24T00:00:00"), ("time", "2026-11-24"),
        ("time", "0001-01-01T00:00:00+14:00"),
        ("actor", "Priya"), ("actor", 5), ("correlationid", {}), ("clientid", 7), ("classification", 5), ("origin", []),
    ],
)  # fmt: skip
def test_an_attribute_that_only_looks_right(name: str, value: Any) -> None:
    with pytest.raises(ValueError):
        Event.from_wire({**WIRE, name: value})
