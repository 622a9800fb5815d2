"""Publishing: the files are what the code says, and a change that breaks a reader is named and refused."""

import json
from pathlib import Path
from typing import Any

import pytest

from lendkit import contracts
from lendkit.contracts import CATALOGUE, publish
from lendkit.contracts.publish import breaking


def an_object(required: tuple[str, ...] = (), **properties: Any) -> dict[str, Any]:
    return {"type": "object", "properties": properties, "required": list(required)}


TEXT, NUMBER = {"type": "string"}, {"type": "integer"}
STAGE = {"type": "string", "enum": ["draft", "inquiry"]}

BREAKS = [
    (an_object(name=TEXT, phone=TEXT), an_object(name=TEXT), "/phone was removed"),
    (an_object(name=TEXT), an_object(("name",), name=TEXT), "/name became required"),
    (an_object(("name",), name=TEXT), an_object(name=TEXT), "/name is no longer required"),
    (an_object(term=TEXT), an_object(term=NUMBER), "/term: type changed"),
    (an_object(at={**TEXT, "format": "date"}), an_object(at={**TEXT, "format": "date-time"}), "/at: format changed"),
    (an_object(stage=STAGE), an_object(stage={**STAGE, "enum": ["draft", "closed"]}), "/stage: enum changed"),
    (an_object(stage=STAGE), an_object(stage={**STAGE, "enum": ["draft"]}), "/stage: enum changed"),
    (an_object(stage=TEXT), an_object(stage=STAGE), "/stage: enum changed"),
    (an_object(id=TEXT), an_object(id={**TEXT, "format": "uuid"}), "/id: format changed"),
    (an_object(name={"type": ["string", "null"]}), an_object(name=TEXT), "/name: type changed"),
    (an_object(a=an_object(b=TEXT)), an_object(a=an_object()), "/a/b was removed"),
    (an_object(a={"items": an_object(b=TEXT)}), an_object(a={"items": an_object(b=NUMBER)}), "/a/[]/b: type changed"),
    (an_object(a={"type": "array"}), an_object(a={"type": "array", "items": TEXT}), "/a/[]: type changed"),
    (an_object(a={"anyOf": [TEXT, NUMBER]}), an_object(a={"anyOf": [TEXT]}), "/a: anyOf changed"),
    (an_object(name=TEXT), an_object(name={**TEXT, "maxLength": 3}), "/name: maxLength changed"),
    (an_object(name=TEXT), {**an_object(name=TEXT), "additionalProperties": False}, "/: additionalProperties changed"),
]


@pytest.mark.parametrize(("old", "new", "reason"), BREAKS, ids=[reason for _, _, reason in BREAKS])
def test_a_break_is_named(old: dict[str, Any], new: dict[str, Any], reason: str) -> None:
    assert [found for found in breaking(old, new) if found.startswith(reason)]


@pytest.mark.parametrize(("old", "new", "reason"), BREAKS[:3], ids=[reason for _, _, reason in BREAKS[:3]])
def test_what_only_adds_an_optional_field_is_no_break(old: dict[str, Any], new: dict[str, Any], reason: str) -> None:
    grown = {**old, "properties": {**old["properties"], "added": TEXT, "nested": an_object(deep=NUMBER)}}
    assert not list(breaking(old, grown))


def test_an_unchanged_schema_is_no_break() -> None:
    for old, _, _ in BREAKS:
        assert not list(breaking(old, old))


def test_the_files_are_what_the_code_says() -> None:
    assert publish.main(["--check"]) == 0


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A place of its own to publish to."""
    monkeypatch.setattr(contracts, "FOLDER", tmp_path)
    monkeypatch.setattr(publish, "FOLDER", tmp_path)
    return tmp_path


def test_check_writes_nothing_and_names_what_is_out_of_date(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert publish.main(["--check"]) == 1
    assert "auth.user_changed.v1.json is out of date" in capsys.readouterr().out
    assert not list(folder.rglob("*.json"))


def test_publishing_writes_a_schema_of_every_type_and_one_document(folder: Path) -> None:
    assert publish.main([]) == 0
    assert {path.stem for path in (folder / "schemas").glob("*.json")} == set(CATALOGUE)
    assert publish.main(["--check"]) == 0
    document = json.loads((folder / "asyncapi.json").read_text(encoding="utf-8"))
    assert document["asyncapi"] == "3.0.0"
    assert set(document["channels"]["events"]["messages"]) == set(CATALOGUE)
    assert document["channels"]["events"]["address"] == "lend.events"


def test_a_breaking_change_is_refused_and_the_file_stays(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    publish.main([])
    path = folder / "schemas" / "auth.user_changed.v1.json"
    relied_on = json.loads(path.read_text(encoding="utf-8"))
    relied_on["properties"]["nickname"] = TEXT
    path.write_text(json.dumps(relied_on), encoding="utf-8")
    assert publish.main([]) == 1
    assert "auth.user_changed.v1: /nickname was removed" in capsys.readouterr().out
    assert json.loads(path.read_text(encoding="utf-8")) == relied_on


def test_a_type_does_not_leave_the_catalogue(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    publish.main([])
    (folder / "schemas" / "auth.user_renamed.v1.json").write_text("{}", encoding="utf-8")
    assert publish.main([]) == 1
    assert "auth.user_renamed.v1: no longer in the catalogue" in capsys.readouterr().out
