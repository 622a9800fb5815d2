"""Files without a row and uploads that are never claimed are swept; everything else stays."""

import os
import time
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
import time_machine

from documents.commands import deletion, staged_uploads
from documents.jobs import SCHEDULE
from documents.store import documents
from lendkit.runtime import db
from lendkit.testing.client import Client
from lendkit.values import dates
from services.documents.tests.upload_requests import send


def grow_old(store: Path, seconds: float = deletion.STALE_SECONDS + 60) -> None:
    for path in store.rglob("*"):
        if path.is_file():
            then = time.time() - seconds
            os.utime(path, (then, then))


def test_a_file_whose_row_never_came_is_removed_after_an_hour(
    broker: Client, people: dict[str, UUID], store: Path, kept: Callable[[], int], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The process dies after the file was kept and before the commit: no row, and for an hour a file."""
    good = send(broker, application_id=people["application"]).json

    class Killed(BaseException):
        pass

    def die(*_: Any) -> None:
        raise Killed

    monkeypatch.setattr(documents, "insert", die)
    with pytest.raises(Killed):
        send(broker, application_id=people["application"])
    monkeypatch.undo()
    assert (kept(), db.scalar("SELECT count(*) FROM document")) == (2, 1)
    deletion.delete_orphaned_files()
    assert kept() == 2, "it may still be on its way"
    grow_old(store)
    deletion.delete_orphaned_files()
    assert kept() == 1
    assert broker.get(good["path"]).status_code == 200


def test_an_incoming_file_that_was_never_finished_is_removed(
    broker: Client, store: Path, kept: Callable[[], int]
) -> None:
    send(broker)
    (store / "parts" / "0198c2a4-7c31-7d02-8a6b-3f5e9c1d7a20").write_bytes(b"half of")
    deletion.delete_orphaned_files()
    assert kept() == 2
    grow_old(store)
    deletion.delete_orphaned_files()
    assert kept() == 1


def heard_from_applications() -> None:
    with db.current().engine.begin() as connection:
        sql = "INSERT INTO sources VALUES ('applications', :now) ON CONFLICT (owner) DO UPDATE SET as_of = :now"
        db.run(connection, sql, {"now": dates.now()})


def test_a_staged_upload_is_deleted_when_it_has_expired_and_no_submit_can_name_it(
    broker: Client, people: dict[str, UUID], kept: Callable[[], int]
) -> None:
    on_file = send(broker, application_id=people["application"]).json
    staged = send(broker).json
    heard_from_applications()
    staged_uploads.delete_expired()
    assert kept() == 2
    with time_machine.travel(dates.now() + timedelta(hours=25), tick=True):
        staged_uploads.delete_expired()
        assert kept() == 2, "while applications is silent, a submit of yesterday may still come"
        heard_from_applications()
        staged_uploads.delete_expired()
    assert kept() == 1
    assert broker.get(f"/api/documents/{staged['id']}/").status_code == 404
    assert broker.get(on_file["path"]).status_code == 200


def test_both_sweeps_are_scheduled() -> None:
    assert {name: run for name, (_, run) in SCHEDULE.items()} == {
        "expired": staged_uploads.delete_expired,
        "orphans": deletion.delete_orphaned_files,
    }
