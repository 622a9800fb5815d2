"""The file store: what is kept is complete, what is refused leaves nothing, and a full disk is 507."""

import errno
import hashlib
import os
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest

from documents.channels import file_store
from lendkit.testing.client import Client
from lendkit.values.errors import DomainError
from lendkit.values.identifiers import uuid7
from services.documents.tests.upload_requests import send


def test_an_incoming_file_is_kept_and_found_again(tmp_path: Path) -> None:
    store, id = file_store.Folder(tmp_path), uuid7()
    part = store.incoming()
    part.write(b"half, ")
    part.write(b"whole")
    part.seal()
    assert part.sha256 == hashlib.sha256(b"half, whole").hexdigest() and part.size == 11
    store.keep(part, id)
    part.discard()
    with store.open(id) as file:
        assert file.read() == b"half, whole"
    assert list(store.older_than(-1)) == [id]
    store.remove(id)
    store.remove(id)
    assert list(store.older_than(-1)) == []


def test_an_incoming_file_has_a_size_limit(tmp_path: Path) -> None:
    part = file_store.IncomingFile(tmp_path / "part", limit=10)
    with pytest.raises(DomainError) as exc:
        part.write(b"eleven bytes")
    assert exc.value.status == 413
    part.discard()
    assert list(tmp_path.iterdir()) == []


def test_a_full_disk_is_507_and_nothing_else_stops(
    broker: Client, people: dict[str, UUID], kept: Any, emitted: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    document = send(broker, application_id=people["application"]).json

    def full(*_: Any) -> int:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(file_store, "_write_all", full)
    answer = send(broker, application_id=people["application"])
    assert (answer.status_code, answer.json["code"]) == (507, "storage_full")
    assert (kept(), len(emitted())) == (1, 1)
    assert broker.get(document["path"]).status_code == 200
    monkeypatch.undo()
    assert send(broker, application_id=people["application"]).status_code == 201
