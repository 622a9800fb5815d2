"""The clock: a stalled stage, a note whose reminder is due; each notified once, also when a day was missed."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest

from applications.commands import reminders
from applications.jobs import DAILY
from lendkit.contracts.envelope import Event
from lendkit.runtime import db
from lendkit.testing.client import Client
from lendkit.values import dates

Emitted = Callable[..., list[Event]]
TODAY = dates.today()
pytestmark = pytest.mark.usefixtures("as_system")


def in_days(days: int) -> date:
    return TODAY + timedelta(days=days)


def test_a_stage_unchanged_for_a_week_is_notified_once(lodged: dict[str, Any], emitted: Emitted) -> None:
    reminders.stale_stages(in_days(6))
    assert emitted("applications.stage_stale.v1") == []
    reminders.stale_stages(in_days(7))
    reminders.stale_stages(in_days(7))
    reminders.stale_stages(in_days(8))
    published = emitted("applications.stage_stale.v1")
    assert [(e.data["stage"], e.data["days"], e.data["application_id"]) for e in published] == [
        ("inquiry", 7, lodged["id"])
    ]
    assert published[0].data["bd_id"] == lodged["bd_id"]


def test_each_stage_has_a_week_of_its_own(lodged: dict[str, Any], emitted: Emitted, set_stage: Any) -> None:
    reminders.stale_stages(in_days(7))
    set_stage(lodged, "valuation_ordered")
    reminders.stale_stages(in_days(7))
    assert [e.data["stage"] for e in emitted("applications.stage_stale.v1")] == ["inquiry", "valuation_ordered"]


@pytest.mark.parametrize("stage", ["draft", "settled", "discharged", "closed", "declined", "withdrawn"])
def test_final_stages_and_drafts_are_never_stale(
    lodged: dict[str, Any], emitted: Emitted, set_stage: Any, stage: str
) -> None:
    set_stage(lodged, stage)
    reminders.stale_stages(in_days(70))
    assert emitted("applications.stage_stale.v1") == []


def test_a_note_is_due_on_its_reminder_date_and_once(bd: Client, lodged: dict[str, Any], emitted: Emitted) -> None:
    body = {"content": "Ask for the council's answer.", "remind_date": str(in_days(3))}
    note = bd.post(f"/api/applications/{lodged['id']}/notes/", body).json
    reminders.due_notes(in_days(2))
    assert emitted("applications.note_reminder_due.v1") == []
    for _ in range(2):
        reminders.due_notes(in_days(3))
    reminders.due_notes(in_days(4))
    published = emitted("applications.note_reminder_due.v1")
    assert [(e.data["note_id"], e.data["reference_number"]) for e in published] == [
        (note["id"], lodged["reference_number"])
    ]
    assert published[0].data["created_by"]["id"] == str(bd.user_id)


def test_a_reminder_is_late_by_less_than_a_week_or_dropped(
    bd: Client, lodged: dict[str, Any], emitted: Emitted
) -> None:
    for day in (1, 5):
        body = {"content": f"Day {day}", "remind_date": str(in_days(day))}
        assert bd.post(f"/api/applications/{lodged['id']}/notes/", body).status_code == 201
    reminders.due_notes(in_days(8))
    assert [e.data["content"] for e in emitted("applications.note_reminder_due.v1")] == ["Day 5"]


def test_more_than_a_slice_is_notified_in_one_run(
    lodged: dict[str, Any], emitted: Emitted, database: db.Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reminders, "SLICE", 2)
    with database.engine.begin() as connection:
        db.run(
            connection,
            "INSERT INTO note (id, application_id, content, remind_date, created_by) SELECT gen_random_uuid(), :id,"
            " 'n' || n, :day, CAST(:by AS jsonb) FROM generate_series(1, 5) n",
            {"id": lodged["id"], "day": TODAY, "by": '{"id": "0198a000-0005-7000-8000-000000000002", "name": "Priya"}'},
        )
    reminders.due_notes(TODAY)
    assert len(emitted("applications.note_reminder_due.v1")) == 5


def test_the_daily_jobs_have_names_and_hours() -> None:
    assert {name: (job.at.hour, job.run) for name, job in DAILY.items()} == {
        "stage-stale": (6, reminders.stale_stages),
        "note-reminders": (8, reminders.due_notes),
    }
