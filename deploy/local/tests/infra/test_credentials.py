"""Secrets of a stack: made once, completed when something is new, readable by their owner only."""

import json
import stat
from pathlib import Path

from deploy.local.infra import credentials
from deploy.local.machine.places import Places


def test_secrets_stay_the_same_and_private(tmp_path: Path) -> None:
    places = Places(tmp_path)
    first = credentials.load(places)
    assert credentials.load(places) == first
    assert stat.S_IMODE(places.secrets.stat().st_mode) == 0o600
    assert len(set(first["logins"].values())) == 7


def test_what_an_older_file_lacks_is_added_and_nothing_else_changes(tmp_path: Path) -> None:
    places = Places(tmp_path)
    whole = credentials.load(places)
    older = {**whole, "logins": {"auth": "kept"}}
    del older["sealing_private"]
    places.secrets.write_text(json.dumps(older), encoding="utf-8")
    completed = credentials.load(places)
    assert completed["logins"]["auth"] == "kept"
    assert set(completed["logins"]) == set(whole["logins"])
    assert completed["postgres"] == whole["postgres"]
    assert completed["sealing_public"] != whole["sealing_public"], "half a key pair is no key pair"


def test_a_partner_has_a_random_secret_of_its_own(tmp_path: Path) -> None:
    secrets = {credentials.load(Places(folder))["clients"][credentials.PARTNER] for folder in _folders(tmp_path)}
    assert len(secrets) == 2


def _folders(parent: Path) -> list[Path]:
    folders = [parent / "one", parent / "two"]
    for folder in folders:
        folder.mkdir()
    return folders
