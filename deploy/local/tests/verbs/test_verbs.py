"""What `./dev` says to whoever mistypes, and that every verb can explain itself."""

import pytest

from deploy.local import __main__ as dev
from lendkit.process import oneshot


def test_an_unknown_verb_is_said_and_the_nearest_named(capsys: pytest.CaptureFixture[str]) -> None:
    assert dev.main(["tset"]) == 2
    complaint = capsys.readouterr().err
    assert "tset: unknown verb" in complaint and "Did you mean test?" in complaint
    assert dev.main(["xyzzy"]) == 2
    assert "Did you mean" not in capsys.readouterr().err


def test_help_lists_every_verb(capsys: pytest.CaptureFixture[str]) -> None:
    assert dev.main(["help"]) == 0
    listed = capsys.readouterr().out
    assert all(f"  {verb} " in listed for verb in dev.VERBS)


@pytest.mark.parametrize("verb", sorted(set(dev.VERBS) - {"bench"}))
def test_every_verb_explains_itself(verb: str, capsys: pytest.CaptureFixture[str]) -> None:
    try:
        code = dev.main([verb, "--help"])
    except SystemExit as end:
        code = int(end.code or 0)
    assert code == 0
    assert f"./dev {verb}" in capsys.readouterr().out


@pytest.mark.parametrize("text", ["tomorrow", "1/12/2026", "2026-13-01", ""])
def test_a_bad_date_says_what_one_looks_like(text: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        dev.main(["job", "finance", "overdue", "--today", text])
    assert "write YYYY-MM-DD, like 2026-12-01" in capsys.readouterr().err


def test_a_service_says_it_too(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        oneshot.job("finance", ["overdue", "--today", "soon"])
    assert "write YYYY-MM-DD, like 2026-12-01" in capsys.readouterr().err
