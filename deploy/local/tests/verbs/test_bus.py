"""Who is late: told by what the others have heard, so that a silent owner blames nobody."""

from datetime import UTC, datetime, timedelta

from deploy.local.verbs.bus import behind

NOW = datetime(2026, 11, 24, 9, tzinfo=UTC)
EARLIER, LONG_AGO = NOW - timedelta(seconds=59), NOW - timedelta(seconds=60)


def test_a_consumer_that_stands_still_is_late_after_a_minute() -> None:
    heard = {"reports": {"finance": LONG_AGO, "auth": NOW}, "documents": {"finance": NOW}}
    assert behind(heard) == {"reports"}
    assert behind({**heard, "reports": {"finance": EARLIER, "auth": NOW}}) == set()


def test_an_owner_that_is_silent_keeps_nobody_late() -> None:
    assert behind({"reports": {"finance": LONG_AGO}, "documents": {"finance": LONG_AGO}, "auth": {}}) == set()
