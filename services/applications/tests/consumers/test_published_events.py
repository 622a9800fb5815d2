"""What others publish is taken as published: each golden sample, with fields that a later version may add, twice."""

from collections.abc import Callable

import pytest

from applications.consumers import HANDLERS
from lendkit.contracts import Event, sample
from lendkit.runtime import db


@pytest.mark.parametrize("type", sorted(HANDLERS))
def test_a_sample_is_handled_once(type: str, deliver: Callable[..., None]) -> None:
    wire = sample(type)
    event = Event.from_wire({**wire, "later": 1, "data": {**wire["data"], "added_later": {"deep": [1]}}})
    deliver(event)
    deliver(event)
    assert db.scalar("SELECT count(*) FROM inbox WHERE event_id = :id", {"id": event.id}) == 1
    assert db.scalar("SELECT count(*) FROM parked") == 0
