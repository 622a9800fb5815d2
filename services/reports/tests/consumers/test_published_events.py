"""Every event that reports listens to is consumed: its golden sample, with fields of a later version, twice."""

from collections.abc import Callable

import pytest

from lendkit.contracts import Event, sample
from lendkit.runtime import db
from reports.consumers import HANDLERS


@pytest.mark.parametrize("type", sorted(HANDLERS))
def test_the_sample_is_consumed_once(type: str, deliver: Callable[..., None]) -> None:
    wire = sample(type)
    event = Event.from_wire({**wire, "later": 1, "data": {**wire["data"], "added_later": {"deep": [1]}}})
    deliver(event)
    deliver(event)
    assert db.scalar("SELECT count(*) FROM inbox WHERE event_id = :id", {"id": event.id}) == 1
    assert db.scalar("SELECT count(*) FROM parked") == 0
